import type { Desired } from "./desired.ts";
import type { Observed } from "./observed.ts";
import type { Plan, PlanCounts, PlannedImage } from "./plan.ts";
import { planImage } from "./plan-image.ts";

/** Plans every image and counts what comes of it. */
export function planRun(pairs: Iterable<readonly [Desired, Observed]>): Plan {
  const images = Array.from(pairs, ([desired, observed]) => planImage(desired, observed));
  return { images, counts: countPlan(images) };
}

function countPlan(images: readonly PlannedImage[]): PlanCounts {
  const outcomes = images.map(({ action, problem }) => (problem && action !== "blocked" ? "failed" : action));
  const count = (outcome: (typeof outcomes)[number]) => outcomes.filter((one) => one === outcome).length;
  const pulls: Record<string, number> = {};
  for (const image of images) {
    const { registry } = image.desired.source;
    if (image.pulls > 0) pulls[registry] = (pulls[registry] ?? 0) + image.pulls;
  }
  return {
    copy: count("copy"),
    update: count("update"),
    upToDate: count("up-to-date"),
    blocked: count("blocked"),
    failed: count("failed"),
    bytes: images.reduce((sum, { bytes }) => sum + bytes, 0),
    pulls,
  };
}
