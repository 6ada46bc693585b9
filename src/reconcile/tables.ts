import type { Clock } from "../oci/clock.ts";
import { hasCode, RegistryError } from "../oci/error.ts";
import type { PageCache } from "../oci/registry/page-cache.ts";
import type { Registry } from "../oci/registry/registry.ts";
import type { Repository } from "../oci/registry/repository.ts";
import { readTable, type TableReading } from "../oci/registry/tables/read-table.ts";
import { TAGS_A_PAGE } from "../oci/registry/tables/tag-api.ts";
import { tagApiOf } from "../oci/registry/tables/tag-api-of.ts";
import { isWorthTable } from "./is-worth-table.ts";
import type { TableWish } from "./source-looks.ts";

/** Milliseconds for which nobody asks again after a failure; longer where the API says so, up to a window of Docker Hub's. */
const PAUSE = 10 * 60_000;
const LONGEST_PAUSE = 6 * 60 * 60_000;
/** Milliseconds for which a repository is taken to be as long as it was. */
const LENGTH_LASTS = 6 * 60 * 60_000;
/** Repositories of which something is remembered. The oldest go first. */
const MOST_REMEMBERED = 10_000;

/** What {@link Tables} stands on. */
export interface TablesOptions {
  readonly clock: Clock;
  readonly cache?: PageCache | undefined;
}

/** What a table is read with. */
export interface TableSource {
  readonly source: Repository;
  /** Finds the registry that answers for an API. */
  readonly get: (name: string) => Registry;
}

/**
 * Reads tables of tags where that takes fewer requests than looking at tags one by one. An API that fails or has enough is left alone for
 * a while, and a repository that was too long is not begun again.
 */
export class Tables {
  readonly #options: TablesOptions;
  /** Until when, by API or repository. */
  readonly #pauses = new Map<string, number>();
  readonly #lengths = new Map<string, { readonly pages: number; readonly until: number }>();

  constructor(options: TablesOptions) {
    this.#options = options;
  }

  /** Whether so many pages of a repository, if that is what it has, are worth what is wished for. */
  isWorth({ source, get }: TableSource, wish: TableWish, pages: number): boolean {
    const { api } = tagApiOf(source.registry, get) ?? {};
    if (!api || pages > api.mostPages) return false;
    return isWorthTable(wish, pages, Math.ceil((pages * TAGS_A_PAGE) / api.namesAPage));
  }

  /** Rejects with the signal's reason, and with what is no word of a registry. What registries refuse is no table. */
  async read(from: TableSource, wish: TableWish, signal: AbortSignal): Promise<TableReading> {
    const { source, get } = from;
    const found = tagApiOf(source.registry, get);
    const name = source.toString();
    if (!found || !this.isWorth(from, wish, this.#lengthOf(name))) return { kind: "none" };
    const { api, registry } = found;
    if (this.#isPaused(api.host) || this.#isPaused(name)) return { kind: "none" };
    const isWorth = (pages: number) => this.isWorth(from, wish, pages);
    const { cache, clock } = this.#options;
    try {
      const reading = await readTable({ api, registry, repository: source.name, isWorth, cache, signal });
      if (reading.kind === "none") this.#pause(name, PAUSE);
      if (reading.kind === "long") {
        remember(this.#lengths, name, { pages: reading.pages, until: clock.now() + LENGTH_LASTS });
      }
      return reading;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof RegistryError)) throw error;
      this.#pause(isOfRepository(error) ? name : api.host, error.retryAfter ?? 0);
      return { kind: "none" };
    }
  }

  #lengthOf(name: string): number {
    const length = this.#lengths.get(name);
    return length && length.until > this.#options.clock.now() ? length.pages : 1;
  }

  #isPaused(name: string): boolean {
    return (this.#pauses.get(name) ?? 0) > this.#options.clock.now();
  }

  #pause(name: string, asked: number): void {
    const milliseconds = Math.min(Math.max(asked, PAUSE), LONGEST_PAUSE);
    remember(this.#pauses, name, this.#options.clock.now() + milliseconds);
  }
}

/** What an API says of one repository says nothing of others. */
function isOfRepository(error: RegistryError): boolean {
  return hasCode(error, "UNAUTHORIZED", "DENIED", "NOT_FOUND", "MALFORMED", "TOO_LARGE", "REJECTED");
}

function remember<T>(memory: Map<string, T>, name: string, value: T): void {
  memory.delete(name);
  memory.set(name, value);
  const [oldest] = memory.keys();
  if (memory.size > MOST_REMEMBERED && oldest !== undefined) memory.delete(oldest);
}
