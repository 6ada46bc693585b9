import type { Departed } from "../../../../plan/departed.ts";
import type { ImageReport } from "../../../../reconcile/report.ts";
import type { LeftImage, PlanContext, ProposedPlan } from "../../plan-words.ts";
import { departedFold, departedList, fateOf } from "../departed-list.ts";
import { failureList } from "../failure-list.ts";
import type { LongPart } from "../fit-parts.ts";
import { changeRows, isUnchanged, plannedFold, tableOfChanges, unchangedFold } from "../image-table.ts";
import { code, row } from "../markdown.ts";
import { selectionFold } from "../selection-fold.ts";
import { strangeList } from "../strange-list.ts";
import { unmatchedList } from "../unmatched-list.ts";
import { vanishedList } from "../vanished-list.ts";
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
  const isIdle =
    report.images.every((image) => isUnchanged(image) || image.action === "wait") && left.length === 0;
  const gone = new Map(report.departed?.map((departed) => [departed.destination, departed]));
  const leaving = new Set(left.map(({ destination }) => destination));
  const departed = report.departed?.filter(({ destination }) => !leaving.has(destination));
  return {
    conclusion: isWrong ? "failure" : isIdle ? "neutral" : "success",
    headline: planHeadline(plan),
    parts: [
      planCosts(plan),
      isFork ? STRANGER : "",
      forbiddenList(forbidden, touched),
      { ...failureList(report.images, repository), head: "### What would fail\n" },
      changeTable("### What this change does\n\n", [
        ...changeRows(fresh),
        ...left.map((image) => leftRow(image, gone.get(image.destination))),
      ]),
      changeTable("### Pending before this change\n\n", changeRows(pending)),
      departedList(departed),
      strangeList(report.images),
      vanishedList(report.images),
      unmatchedList(report.unmatched),
    ],
    details: [
      plannedFold(report.images),
      departedFold(departed),
      selectionFold(report.selections),
      unchangedFold(report.images, undefined),
    ],
    annotations: planAnnotations(plan, path),
    isNews: isWrong || isVain || !fresh.every(isUnchanged) || left.length > 0,
    hasWork: fresh.some(({ result }) => result === "planned"),
  };
}

const STRANGER =
  "This is a plan of a fork, and sees what everybody sees: what is in a private package counts as not there.";

/** The row of an image that nothing keeps up any longer; `departed` says what becomes of it, where that is known. */
export function leftRow({ source, destination }: LeftImage, departed?: Departed): string {
  const after = departed?.deleteAfter;
  const fate = after === undefined ? "" : `; ${fateOf(after)}`;
  return row(["-", code(source), code(destination), "stays", "–", `not kept up any longer${fate}`]);
}

/** A table of changes under a heading. */
export function changeTable(heading: string, rows: readonly string[]): LongPart {
  const table = tableOfChanges("now → then", rows);
  return { ...table, head: heading + table.head };
}

function isHindered({ action, result }: ImageReport): boolean {
  return action === "blocked" || result === "failed";
}
