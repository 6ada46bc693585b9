import type { Action } from "../../../../plan/plan.ts";
import { count } from "../../../../text/count.ts";
import { formatBytes } from "../../../../text/format-bytes.ts";
import type { ProposedPlan } from "../../plan-words.ts";
import { peculiarCounts } from "../peculiar-counts.ts";

/** By the name that people know. It is the one registry whose pulls are scarce. */
const DOCKER_HUB = "docker.io";

/**
 * A plan in one line of plain text, counts first: `Plan: 12 to copy (1.8 GB, 31 Docker Hub pulls), 3 to update, 1 blocked, 140 up to date`.
 */
export function planHeadline({ report, left, forbidden, unsurveyed }: ProposedPlan): string {
  const { images, summary } = report;
  const pulls = summary.pulls[DOCKER_HUB] ?? 0;
  const first: Action = summary.copied > 0 ? "copy" : "update";
  const costsOf = (action: Action) => {
    const bytes = images.reduce((sum, image) => sum + (image.action === action ? image.bytes : 0), 0);
    const costs = [
      ...(bytes > 0 ? [formatBytes(bytes)] : []),
      ...(action === first && pulls > 0 ? [count(pulls, "Docker Hub pull")] : []),
    ];
    return costs.length > 0 ? ` (${unsurveyed > 0 ? "at least " : ""}${costs.join(", ")})` : "";
  };
  const counts: readonly (readonly [amount: number, what: string])[] = [
    [summary.copied, `to copy${costsOf("copy")}`],
    [summary.updated, `to update${costsOf("update")}`],
    [summary.failed, "would fail"],
    [summary.blocked, "blocked"],
    [forbidden.length, "forbidden"],
    [left.length, "no longer kept up"],
    [summary.waiting ?? 0, "too young"],
    ...peculiarCounts(report),
  ];
  const told = counts.filter(([amount]) => amount > 0).map(([amount, what]) => `${amount} ${what}`);
  if (told.length === 0) return "Plan: no image is selected";
  const { copied, updated, failed, blocked } = summary;
  const isIdle = copied + updated + failed + blocked + forbidden.length + left.length === 0;
  return `Plan: ${isIdle ? "nothing to do, " : ""}${told.join(", ")}`;
}
