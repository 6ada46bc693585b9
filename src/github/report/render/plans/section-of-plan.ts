import type { ImageReport } from "../../../../reconcile/report.ts";
import type { LeftImage, PlanContext, ProposedPlan } from "../../plan-words.ts";
import { failureList } from "../failure-list.ts";
import type { LongPart } from "../fit-parts.ts";
import { changeRows, isUnchanged, plannedFold, tableOfChanges, unchangedFold } from "../image-table.ts";
import { code, row } from "../markdown.ts";
import { unmatchedList } from "../unmatched-list.ts";
import { forbiddenList } from "./forbidden-list.ts";
import { planAnnotations } from "./plan-annotations.ts";
import { planCosts } from "./plan-costs.ts";
import { planHeadline } from "./plan-headline.ts";
import type { PlanSection } from "./plan-section.ts";

/**
 * What a plan says of the images. It is a `failure` where something that the change touches is forbidden, blocked or would fail; what was
 * wrong before is told, and no fault of this change.
 */
export function sectionOfPlan(
  plan: ProposedPlan,
  { repository, path, isFork }: Pick<PlanContext, "repository" | "path" | "isFork">,
): PlanSection {
  const { report, touched, left, forbidden } = plan;
  const isTouched = ({ line }: ImageReport) => line !== undefined && touched.has(line);
  const fresh = report.images.filter(isTouched);
  const pending = report.images.filter((image) => !isTouched(image));
  const isWrong = fresh.some(isHindered) || forbidden.some(({ entry }) => touched.has(entry.position.line));
  const isVain = report.unmatched.some(({ line }) => line !== undefined && touched.has(line));
  const isIdle = report.images.every(isUnchanged) && left.length === 0;
  return {
    conclusion: isWrong ? "failure" : isIdle ? "neutral" : "success",
    headline: planHeadline(plan),
    parts: [
      planCosts(plan),
      isFork ? STRANGER : "",
      forbiddenList(forbidden, touched),
      { ...failureList(report.images, repository), head: "### What would fail\n" },
      changeTable("### What this change does\n\n", [...changeRows(fresh), ...left.map(leftRow)]),
      changeTable("### Pending before this change\n\n", changeRows(pending)),
      unmatchedList(report.unmatched),
    ],
    details: [plannedFold(report.images), unchangedFold(report.images, undefined)],
    annotations: planAnnotations(plan, path),
    isNews: isWrong || isVain || !fresh.every(isUnchanged) || left.length > 0,
    hasWork: fresh.some(({ result }) => result === "planned"),
  };
}

const STRANGER =
  "This is a plan of a fork, and sees what everybody sees: what is in a private package counts as not there.";

/** The rows of images that nothing keeps up any longer. */
export function leftRow({ source, destination }: LeftImage): string {
  return row(["-", code(source), code(destination), "stays", "–", "not kept up any longer"]);
}

/** A table of changes under a heading. */
export function changeTable(heading: string, rows: readonly string[]): LongPart {
  const table = tableOfChanges("now → then", rows);
  return { ...table, head: heading + table.head };
}

function isHindered({ action, result }: ImageReport): boolean {
  return action === "blocked" || result === "failed";
}
