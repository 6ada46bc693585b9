import { REPORT_COMMENT, REPORT_ISSUE, type Reporting } from "./config.ts";
import { fieldOf, textOf, type Value } from "./value.ts";

/** Reads the section `report`, with the defaults applied; undefined where there is none. */
export function readReporting(section: Value | undefined): Reporting {
  const comment = REPORT_COMMENT.find((one) => one === textOf(fieldOf(section, "comment")));
  const issue = REPORT_ISSUE.find((one) => one === textOf(fieldOf(section, "issue")));
  return { comment: comment ?? "on-pull-request", issue: issue ?? "on-lasting-failure" };
}
