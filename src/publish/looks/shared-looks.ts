import type { Clock } from "../../oci/clock.ts";
import { headManifest, type ManifestHead } from "../../oci/registry/manifests.ts";
import { createMemoryPages } from "../../oci/registry/memory-pages.ts";
import type { Repository } from "../../oci/registry/repository.ts";
import type { TableReading } from "../../oci/registry/tables/read-table.ts";
import { listTags } from "../../oci/registry/tags.ts";
import type { Registries } from "../../reconcile/registries.ts";
import type { SourceLooks } from "../../reconcile/source-looks.ts";
import { Tables } from "../../reconcile/tables.ts";
import { SharedAnswers } from "./shared-answers.ts";

/** Tags of which something is kept in memory, in each of the three forms. */
const MOST_TAGS = 200_000;

/** What {@link createSharedLooks} stands on. */
export interface SharedLooksOptions {
  readonly clock: Clock;
  /** Tags that are kept, of tables, of lists and of single looks each. Default: 200,000. */
  readonly mostTags?: number;
}

/** Looks at sources that runs share. One for each process. */
export interface SharedLooks {
  /**
   * How a run looks: with its own registries, and content with what another run saw less than `maxAge` milliseconds ago. With 0, all is
   * asked for. Only what everybody may see is shared: where a run has a credential for a repository, it looks by itself.
   */
  of(registries: Pick<Registries, "get">, maxAge: number): SourceLooks;
}

/**
 * Looks that are made once for all runs that want the same at about the same time. Tables are read where they take fewer requests than
 * looking one by one; where one is there, it answers for lists and single tags too.
 */
export function createSharedLooks({
  clock,
  mostTags: mostWeight = MOST_TAGS,
}: SharedLooksOptions): SharedLooks {
  const cache = createMemoryPages();
  const readings = new Tables({ clock, cache });
  const tables = new SharedAnswers<TableReading>({ clock, mostWeight, weigh: sizeOfReading });
  const lists = new SharedAnswers<List>({ clock, mostWeight, weigh: ({ tags = [] }) => tags.length + 1 });
  const heads = new SharedAnswers<Sight>({ clock, mostWeight, weigh: () => 1 });
  return {
    of(registries, maxAge) {
      const get = (name: string) => registries.get(name);
      const tableOf = (source: Repository) => {
        const reading = tables.peek(source.toString(), maxAge);
        return reading?.kind === "table" ? reading.table : undefined;
      };
      return {
        async table(source, wish, signal) {
          const from = { source, get };
          for (;;) {
            const table = tableOf(source);
            if (table || !readings.isWorth(from, wish, 1)) return table;
            const ask = (own: AbortSignal) => readings.read(from, wish, own);
            const reading = await tables.ask(source.toString(), { maxAge, signal, ask });
            if (reading.kind === "table") return reading.table;
            // Too long for whoever asked is not too long for everybody.
            if (reading.kind === "none" || !readings.isWorth(from, wish, reading.pages)) return undefined;
          }
        },
        async list(source, signal) {
          if (!(await isOpen(source, signal))) return await listTags(source, signal);
          const table = tableOf(source);
          if (table) return [...table.keys()];
          const ask = async (own: AbortSignal) => ({ tags: await listTags(source, own, cache) });
          return (await lists.ask(source.toString(), { maxAge, signal, ask })).tags;
        },
        async head(source, tag, signal) {
          if (!(await isOpen(source, signal))) return await headManifest(source, tag, signal);
          const digest = tableOf(source)?.get(tag)?.digest;
          if (digest) return { digest };
          const ask = async (own: AbortSignal) => ({ head: await headManifest(source, tag, own) });
          return (await heads.ask(`${source}:${tag}`, { maxAge, signal, ask })).head;
        },
      };
    },
  };
}

interface List {
  readonly tags: readonly string[] | undefined;
}

/** What was seen of a tag. */
interface Sight {
  readonly head: ManifestHead | undefined;
}

/** What is no table is remembered by who reads them, for as long as it holds. */
function sizeOfReading(reading: TableReading): number {
  return reading.kind === "table" ? reading.table.size : 0;
}

/** Whether it is looked at as anybody would. */
async function isOpen({ registry, name }: Repository, signal: AbortSignal): Promise<boolean> {
  return await registry.isAnonymousFor(name, signal);
}
