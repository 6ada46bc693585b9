import type { PullBudget } from "../../../../publish/plan/pull-budget.ts";
import { count } from "../../../../text/count.ts";
import { formatBytes } from "../../../../text/format-bytes.ts";
import { formatDuration } from "../../../../text/format-duration.ts";
import type { ProposedPlan } from "../../plan-words.ts";
import { prose, time } from "../markdown.ts";
import { pullCosts } from "../sync-headline.ts";

/** What carrying a plan out would take, as far as that is known, in sentences. Markdown. */
export function planCosts({ report, unsurveyed, believed, budgets }: ProposedPlan): string {
  const { bytes, mountedBytes, pulls, copied, updated } = report.summary;
  const isIdle = copied + updated === 0;
  const costs = [
    `${unsurveyed > 0 ? "At least " : ""}${formatBytes(bytes)} to move`,
    ...(mountedBytes > 0 ? [`${formatBytes(mountedBytes)} there already`] : []),
    ...pullCosts(pulls),
  ];
  return [
    ...(isIdle ? [] : [`${costs.join(", ")}.`]),
    ...(unsurveyed > 0
      ? [`To save pulls, ${unsurveyed} of these images ${unsurveyed === 1 ? "was" : "were"} not looked into.`]
      : []),
    ...(believed > 0
      ? [
          `Not everybody may see ${count(believed, "image")}, taken to be as ${believed === 1 ? "it was" : "they were"} brought last.`,
        ]
      : []),
    ...budgets.flatMap((budget) => budgetLine(budget, pulls[budget.registry] ?? 0)),
  ].join(" ");
}

/** What of the pulls a registry grants may be spent, and what that means for those that the plan needs. */
function budgetLine({ registry, limit, free, window, until }: PullBudget, needed: number): readonly string[] {
  if (needed === 0) return [];
  const span = formatDuration(window * 1000);
  const grant = `${free === 0 ? "None" : free} of ${prose(registry)}'s ${count(limit, "pull")} in ${span} may be spent now`;
  if (needed <= free) return [`${grant}, which is enough.`];
  const when = until === undefined ? "as there are more" : `from ${time(Date.parse(until))} on`;
  return [`${grant}: what does not fit waits, and goes on by itself ${when}.`];
}
