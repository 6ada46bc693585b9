import type { Finding, FindingState } from "../../../doctor/finding.ts";
import { countFindings, orderFindings } from "../../../doctor/order-findings.ts";
import type { RepositoryName } from "../../github.ts";
import { fitParts } from "./fit-parts.ts";
import { advice, code, excerpt, link, row, tableHead } from "./markdown.ts";

const LONGEST_NAME = 300;
const LONGEST_WORDS = 1000;

const MARKS: Readonly<Record<FindingState, string>> = { bad: "✗", warning: "!", unknown: "?", good: "✓" };

/** What the doctor found in a repository, in Markdown: the counts, and a row for each finding, what needs a person first. */
export function renderDoctor(findings: readonly Finding[], { owner, name }: RepositoryName): string {
  return fitParts([
    `${code(`${owner}/${name}`)}: ${countFindings(findings)}`,
    {
      head: tableHead(["", "looked at", "found", "what to do", "where"]),
      rows: orderFindings(findings).map(findingRow),
      more: (missing) => row(["", `… and ${missing} more`, "", "", ""]),
    },
  ]);
}

function findingRow({ name, state, words, remedy, link: page }: Finding): string {
  return row([
    MARKS[state],
    advice(excerpt(name, LONGEST_NAME)),
    advice(excerpt(words, LONGEST_WORDS)),
    remedy ? advice(excerpt(remedy, LONGEST_WORDS)) : "",
    page ? link(labelOf(page), page) : "",
  ]);
}

/** Where a link leads, without what it fills in there. */
function labelOf(page: string): string {
  const url = URL.parse(page);
  return excerpt(url ? url.host + url.pathname : page, LONGEST_NAME);
}
