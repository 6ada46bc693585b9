import type { Destinations } from "../copy/destinations.ts";
import type { Manifests } from "../copy/manifests.ts";
import { formatReference } from "../oci/reference.ts";
import type { Repository } from "../oci/registry/repository.ts";
import type { TagTable } from "../oci/tag-facts.ts";
import type { Desired } from "../plan/desired.ts";
import { type Observed, UNOBSERVED } from "../plan/observed.ts";
import { needsTagList } from "../plan/select-tags.ts";
import { type Decision, decide } from "./decision.ts";
import { DestinationTags } from "./destination-tags.ts";
import type { History } from "./history.ts";
import { mapBounded } from "./map-bounded.ts";
import type { Memory } from "./memory.ts";
import { observe } from "./observe.ts";
import type { Repositories } from "./repositories.ts";
import type { Selected } from "./selection.ts";
import type { SourceLooks } from "./source-looks.ts";
import { STOPPED } from "./stopped.ts";

/** Looking costs a HEAD on each side; the connections bound how many are really under way. */
const MOST_OBSERVED_AT_ONCE = 512;
/** From so many tags on that may be new, one list is cheaper than a HEAD for each. */
const WORTH_A_LIST = 2;

/** What {@link Lookout} stands on. */
export interface LookoutOptions {
  readonly repositories: Repositories;
  readonly destinations: Destinations;
  readonly manifests: Manifests;
  readonly looks: SourceLooks;
  readonly history: History | undefined;
  readonly memory: Memory | undefined;
  readonly signal: AbortSignal;
}

/** Looks at the images of a run on both sides, and decides about each. */
export class Lookout {
  readonly #options: LookoutOptions;
  readonly #tags = new Map<string, DestinationTags>();

  constructor(options: LookoutOptions) {
    this.#options = options;
  }

  /** In the order of the images, and behind them what has vanished. */
  async decideAll({ images, vanished, tables }: Selected): Promise<readonly Decision[]> {
    this.#listDestinations(images);
    const { repositories } = this.#options;
    const decided = await mapBounded(images, MOST_OBSERVED_AT_ONCE, async (desired) => {
      const table = tables.get(formatReference(desired.entry.source));
      const observed = desired.blocked ? UNOBSERVED : await this.#observe(desired, table);
      const { tag } = desired.source;
      return decide(desired, observed, tag === undefined ? undefined : table?.get(tag), repositories);
    });
    const gone = vanished.map(({ desired, brought }) => {
      const destination = { digest: brought.digest };
      const observed = { source: { missing: true }, destination, last: brought, isBelieved: true } as const;
      return decide(desired, observed, undefined, repositories);
    });
    return [...decided, ...gone];
  }

  /** Of what is searched for, much may be new. What is trusted to be there is not asked for. */
  #listDestinations(images: readonly Desired[]): void {
    const { history, repositories } = this.#options;
    const unknown = images.filter(
      (desired) => !desired.blocked && needsTagList(desired.entry) && !history?.isTrusted(desired),
    );
    const byDestination = Map.groupBy(unknown, ({ destination: { registry, repository } }) =>
      formatReference({ registry, repository }),
    );
    for (const [first, ...others] of byDestination.values())
      if (first && others.length + 1 >= WORTH_A_LIST)
        this.#tagsOf(repositories.destination(first.destination)).list();
  }

  async #observe(desired: Desired, table: TagTable | undefined): Promise<Observed> {
    const { repositories, destinations, signal } = this.#options;
    const source = repositories.source(desired.source);
    const destination = repositories.destination(desired.destination);
    const tags = this.#tagsOf(destination);
    try {
      const observed = await observe(desired, { ...this.#options, source, destination, tags, table });
      const isNew = observed.isBelieved ? false : await tags.isNew();
      if (isNew !== undefined) destinations.of(destination).know(isNew);
      return observed;
    } catch (error) {
      if (!signal.aborted) throw error;
      return { source: { problem: STOPPED }, destination: { problem: STOPPED } };
    }
  }

  #tagsOf(repository: Repository): DestinationTags {
    const key = repository.toString();
    const known = this.#tags.get(key) ?? new DestinationTags(repository, this.#options.signal);
    this.#tags.set(key, known);
    return known;
  }
}
