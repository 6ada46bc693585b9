import type { Departure } from "../jobs/keeping-state.ts";
import type { Run } from "../jobs/run.ts";
import type { CarriedOut } from "../publish/carried-out.ts";
import type { ImageReport } from "../reconcile/report.ts";
import { latestImages } from "./errands/issues/latest-images.ts";
import { isAnnounced } from "./is-announced.ts";

/** What was told before a run. */
export interface ToldBefore {
  /** The runs that were told, of the default branch, newest first: down to one that looked at everything, if there is any. */
  readonly runs: readonly Pick<Run, "conclusion" | "published" | "scope">[];
  readonly departures: readonly Departure[];
}

/**
 * Whether there is anything to be told of a run that came about by itself: it has done something, or something is otherwise than people
 * were told last.
 */
export function isNews({ report, notices }: CarriedOut, { runs, departures }: ToldBefore): boolean {
  const { images, removals = [], departed = [] } = report;
  const [latest] = runs;
  const isGood = latest?.conclusion === "success" || latest?.conclusion === "neutral";
  if (!isGood || !latest?.published) return true;
  if (images.some(isChange) || removals.length > 0 || notices.length > 0) return true;
  const known = new Set(departures.map(({ destination }) => destination));
  if (departed.filter(isAnnounced()).some(({ destination }) => !known.has(destination))) return true;
  const told = new Map(latestImages(runs).map((image) => [image.destination, peculiarityOf(image)]));
  return images.some((image) => peculiarityOf(image) !== (told.get(image.destination) ?? ""));
}

/** What waits for pulls has not changed anything yet. */
function isChange({ action, result }: ImageReport): boolean {
  return result === "failed" || (result !== "deferred" && (action === "copy" || action === "update"));
}

/** In what an image is otherwise than up to date; empty where it is not. */
function peculiarityOf({ action, result, until, isKept, isVanished, isDrifted }: ImageReport): string {
  const flags = [isKept && "kept", isVanished && "vanished", isDrifted && "drifted"].filter(Boolean);
  return action === "up-to-date" || result === "done"
    ? flags.join(" ")
    : `${action} ${result} ${until ?? ""}`;
}
