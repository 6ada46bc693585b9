import type { Run } from "../../../jobs/run.ts";
import { failingImages } from "./latest-images.ts";

/**
 * What to try again after these runs, newest first: the sources that failed; empty for the whole config, where a run came to nothing.
 * Undefined: nothing failed.
 */
export function retryScope(runs: readonly Run[]): readonly string[] | undefined {
  const [last] = runs.filter(({ conclusion }) => conclusion !== "cancelled");
  if (last && !last.published && last.conclusion !== "success" && last.conclusion !== "neutral") return [];
  const sources = new Set(failingImages(runs).map(({ source }) => source));
  return sources.size === 0 ? undefined : [...sources];
}
