import type { ImageReport } from "../../reconcile/report.ts";
import { formatBytes } from "../../text/format-bytes.ts";
import type { Chart } from "../chart.ts";
import type { Diagnosis } from "../finding.ts";

/** https://docs.github.com/en/packages/working-with-a-github-packages-registry/working-with-the-container-registry */
const LARGEST_LAYER = 10_000_000_000;
const RULE = "GHCR takes layers of 10 GB, and each in 10 minutes: at 17 MB/s or more for the largest.";

/** Whether what was moved stays within what GHCR takes. */
export async function checkLayerLimits(chart: Chart): Promise<readonly Diagnosis[]> {
  return [judgeSizes((await chart.evidence())?.report.images ?? [])];
}

/** Judges by what images had to be moved; those that were not moved have no known size. */
export function judgeSizes(images: readonly ImageReport[]): Diagnosis {
  const [largest] = images.filter(({ bytes }) => bytes > 0).sort((a, b) => b.bytes - a.bytes);
  if (!largest) return { state: "unknown", words: `${RULE} No sizes are known here.` };
  const size = `\`${largest.source}\` with ${formatBytes(largest.bytes)}`;
  if (largest.bytes <= LARGEST_LAYER)
    return { state: "good", words: `${RULE} The largest image of the last run was ${size}.` };
  return {
    state: "warning",
    words: `${RULE} The largest image of the last run was ${size}, which may hold a larger layer.`,
    remedy: "Where it fails, leave the image out with `exclude`, or narrow `platforms`.",
  };
}
