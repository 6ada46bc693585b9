import type { PlanContext, ProposedPlan } from "../plan-words.ts";
import { departedFold, departedList } from "./departed-list.ts";
import { failureList } from "./failure-list.ts";
import { fitParts, type LongPart } from "./fit-parts.ts";
import { changeRows, plannedFold, tableOfChanges, unchangedFold } from "./image-table.ts";
import { code, prose, time } from "./markdown.ts";
import { forbiddenList } from "./plans/forbidden-list.ts";
import { planCosts } from "./plans/plan-costs.ts";
import { planHeadline } from "./plans/plan-headline.ts";
import type { RenderedEnd } from "./rendered-end.ts";
import { selectionFold } from "./selection-fold.ts";
import { strangeList } from "./strange-list.ts";
import { unmatchedList } from "./unmatched-list.ts";
import { vanishedList } from "./vanished-list.ts";

/** Where and when a plan of a config as it stands was made. */
export type StandingContext = Pick<PlanContext, "repository" | "path" | "commit" | "computedAt">;

/** What a check run says of a dry run of a config as it stands. A failure of an image is one of the check run. */
export function renderStandingPlan(plan: ProposedPlan, context: StandingContext): RenderedEnd {
  const { report, forbidden } = plan;
  const { summary } = report;
  const isWrong = forbidden.length + summary.failed + summary.blocked > 0;
  const isIdle = summary.copied + summary.updated === 0;
  const text = fitParts(foldsOf(plan));
  return {
    conclusion: isWrong ? "failure" : isIdle ? "neutral" : "success",
    output: {
      title: planHeadline(plan),
      summary: fitParts([
        ...findingsOf(plan, context),
        isIdle ? "" : "Mirror now: `/mirror sync` on the dashboard.",
        originOf(context),
      ]),
      ...(text && { text }),
    },
  };
}

/** The same of single images, as a reply. `vain` are those of the globs that mean none. */
export function planAnswer(
  plan: ProposedPlan,
  vain: readonly string[],
  context: StandingContext,
): readonly (string | LongPart)[] {
  return [
    `**${prose(planHeadline(plan))}**`,
    vain.length > 0 ? `No image matches ${vain.map(code).join(", ")}.` : "",
    ...findingsOf(plan, context),
    ...foldsOf(plan),
    originOf(context),
  ];
}

function findingsOf(plan: ProposedPlan, { repository }: StandingContext): readonly (string | LongPart)[] {
  const { report, forbidden, touched } = plan;
  return [
    planCosts(plan),
    forbiddenList(forbidden, touched),
    failureList(report.images, repository),
    tableOfChanges("now → then", changeRows(report.images)),
    departedList(report.departed),
    strangeList(report.images),
    vanishedList(report.images),
    unmatchedList(report.unmatched),
  ];
}

function foldsOf({ report }: ProposedPlan): readonly LongPart[] {
  return [
    plannedFold(report.images),
    departedFold(report.departed),
    selectionFold(report.selections),
    unchangedFold(report.images, undefined),
  ];
}

function originOf({ path, commit, computedAt }: StandingContext): string {
  return `Computed from ${code(`${path}@${commit.slice(0, 7)}`)} at ${time(computedAt)}.`;
}
