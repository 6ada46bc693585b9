import type { Sightings } from "../jobs/keeping-state.ts";
import type { Quarantine, Sight } from "../reconcile/quarantine.ts";

/** A quarantine that remembers, for all repositories, since when tags have been as they are. */
export class SightingsQuarantine implements Quarantine {
  readonly #sightings: Sightings;

  constructor(sightings: Sightings) {
    this.#sightings = sightings;
  }

  async since(sights: readonly Sight[]): Promise<ReadonlyMap<string, number>> {
    const since = await this.#sightings.see(
      sights.map(({ source, digest, pushedAt }) => ({
        source,
        digest,
        pushedAt: pushedAt === undefined ? null : new Date(pushedAt),
      })),
    );
    return new Map([...since].map(([source, time]) => [source, time.getTime()]));
  }
}
