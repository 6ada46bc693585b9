import { count } from "../../../text/count.ts";
import type { Asked } from "./asked.ts";
import { done, type Outcome } from "./outcome.ts";

/** Stops what waits, also for pulls, and what runs: of the pull request where it was asked, elsewhere of the default branch. The check runs tell it. */
export async function cancelRuns({ parts, place, pull, login }: Asked): Promise<Outcome> {
  const cancelled = await parts.state.runs.cancel(place.repository.id, pull?.number ?? null, login);
  const dropped = pull ? 0 : await parts.state.waiting.drop(place.repository.id);
  if (dropped > 0)
    return done(
      `${count(dropped, "image waits", "images wait")} for pulls no longer. The next look at the config brings what is missing then.`,
    );
  if (cancelled.length > 0) return { kind: "done" };
  return done(`Nothing waits or runs ${pull ? "for this pull request" : "for the default branch"}.`);
}
