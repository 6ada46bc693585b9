import type { Run } from "../../../jobs/run.ts";
import type { ImageReport } from "../../../reconcile/report.ts";
import { isLeftUndone, verdictOf } from "../../../reconcile/verdict.ts";

/** Runs that are looked at: what failed in one may have come right in later ones, each of a part. */
export const MOST_RUNS = 20;

/**
 * The newest word on each image, of runs that are newest first: down to the last one that looked at everything, for those after it looked at
 * parts. An image that a stop has left undone is as it was before.
 */
export function latestImages(runs: readonly Pick<Run, "published" | "scope">[]): readonly ImageReport[] {
  const latest = new Map<string, ImageReport>();
  for (const { published, scope } of runs) {
    if (!published) continue;
    const { report } = published;
    for (const image of report.images) {
      if (!isLeftUndone(image) && !latest.has(image.destination)) latest.set(image.destination, image);
    }
    if (scope.length === 0 && verdictOf(report) !== "stopped") break;
  }
  return [...latest.values()];
}

/** Those that failed or are blocked. */
export function failingImages(runs: readonly Pick<Run, "published" | "scope">[]): readonly ImageReport[] {
  return latestImages(runs).filter(({ action, result }) => action === "blocked" || result === "failed");
}
