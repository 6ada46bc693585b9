import type { Asked } from "./asked.ts";
import { done, type Outcome } from "./outcome.ts";

/** Stops what waits and what runs: of the pull request where it was asked, elsewhere of the default branch. The check runs tell it. */
export async function cancelRuns({ parts, place, pull, login }: Asked): Promise<Outcome> {
  const cancelled = await parts.state.runs.cancel(place.repository.id, pull?.number ?? null, login);
  if (cancelled.length > 0) return { kind: "done" };
  return done(`Nothing waits or runs ${pull ? "for this pull request" : "for the default branch"}.`);
}
