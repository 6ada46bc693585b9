import type { Config } from "../config/config.ts";
import type { Backup, Departure } from "../jobs/keeping-state.ts";
import type { Run } from "../jobs/run.ts";
import type { MirroredImage, State } from "../jobs/state.ts";
import type { PublishOrder } from "../publish/publisher.ts";
import { findRemovable } from "./find-removable.ts";
import type { Target } from "./find-targets.ts";
import { historyOf } from "./history-of.ts";
import { isByItself } from "./is-by-itself.ts";

/** Milliseconds for which runs that came about by themselves share a look at a source: ten repositories with one image look once. */
const LOOK_AGE = 10 * 60_000;

/** What is known of a repository's images before a run looks at any. */
export interface RunKnowledge {
  readonly images: readonly MirroredImage[];
  readonly departures: readonly Departure[];
  /** Destinations of these that another repository mirrors to, too. */
  readonly shared: ReadonlySet<string>;
  /** Newest first. */
  readonly backups: readonly Backup[];
}

/** Recalls what is known of a repository's images. */
export async function recallKnowledge(
  { images, departures, backups }: Pick<State, "images" | "departures" | "backups">,
  repository: number,
): Promise<RunKnowledge> {
  const [known, left, shared, kept] = await Promise.all([
    images.of(repository),
    departures.of(repository),
    departures.wantedElsewhere(repository),
    backups.of(repository),
  ]);
  return { images: known, departures: left, shared, backups: kept };
}

/** What the order for a target goes by, besides its config. `config` is the whole one; `now` is in milliseconds since the epoch. */
export function groundOfOrder(
  knowledge: RunKnowledge,
  { run, config, registry, now }: { run: Run; config: Config; registry: string; now: number },
  { owner, share }: Pick<Target, "owner" | "share">,
): Pick<PublishOrder, "history" | "lookAge" | "urgency" | "removable"> {
  const byItself = isByItself(run);
  const below = `${registry}/${owner}/`;
  const place = { registry, owner: run.repository.owner };
  return {
    history: historyOf({
      images: knowledge.images,
      place: { registry, owner },
      others: share.skip.flatMap((at) => config.entries[at] ?? []),
      trust: byItself ? "recent" : "nothing",
      isInsisted: run.asker !== null && run.scope.length > 0,
      now,
    }),
    lookAge: byItself ? LOOK_AGE : 0,
    urgency: run.urgency,
    // What a pull request proposes deletes nothing.
    removable:
      run.pull === null
        ? findRemovable({
            config,
            place,
            now,
            isAsked: run.asker !== null || run.reason === "rerun",
            ...knowledge,
          }).filter(({ destination }) => destination.startsWith(below))
        : [],
  };
}
