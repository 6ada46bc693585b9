import type { Run } from "../../../jobs/run.ts";
import { failingImages } from "./latest-images.ts";

/**
 * What to try again after these runs, newest first: the sources that failed, and what the last ones were about where they came to nothing,
 * because something went wrong or somebody cancelled them. Globs on `source:tag`; empty for the whole config. Undefined: nothing failed.
 */
export function retryScope(runs: readonly Run[]): readonly string[] | undefined {
  const globs = new Set(failingImages(runs).map(({ source }) => source));
  for (const run of runs) {
    if (run.conclusion === "cancelled" && run.cancelledBy === null) continue;
    if (!cameToNothing(run)) break;
    if (run.scope.length === 0) return [];
    for (const glob of run.scope) globs.add(glob);
  }
  return globs.size === 0 ? undefined : [...globs];
}

function cameToNothing({ published, conclusion }: Run): boolean {
  return !published && conclusion !== "success" && conclusion !== "neutral";
}
