import { count } from "../../../../text/count.ts";
import { formatBytes } from "../../../../text/format-bytes.ts";
import type { ProposedPlan } from "../../plan-words.ts";
import { pullCosts } from "../sync-headline.ts";

/** What carrying a plan out would take, as far as that is known, in sentences. Markdown. */
export function planCosts({ report, unsurveyed, believed }: ProposedPlan): string {
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
  ].join(" ");
}
