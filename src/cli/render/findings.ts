import type { Finding, FindingState } from "../../doctor/finding.ts";
import { countFindings, orderFindings } from "../../doctor/order-findings.ts";
import { printable } from "../../text/printable.ts";
import { displayWidth } from "./display-width.ts";
import type { Look, Style } from "./style.ts";

/** A longer name has a line of its own. In columns. */
const WIDEST_NAME = 24;

const MARKS: Readonly<Record<FindingState, readonly [mark: string, look: Look]>> = {
  bad: ["✗", "bad"],
  warning: ["!", "change"],
  unknown: ["?", "quiet"],
  good: ["✓", "good"],
};

/** A line for each finding, what needs a person first, with what to do and where below it; and the counts. */
export function renderFindings(findings: readonly Finding[], style: Style): string {
  if (findings.length === 0) return "";
  const widths = findings.map(({ name }) => displayWidth(printable(name)));
  const width = Math.max(...widths.filter((width) => width <= WIDEST_NAME), 0);
  const lines = orderFindings(findings).flatMap((finding) => renderFinding(finding, width, style));
  return [...lines, "", countFindings(findings), ""].join("\n");
}

function renderFinding({ name, state, words, remedy, link }: Finding, width: number, style: Style): string[] {
  const [mark, look] = MARKS[state];
  const title = printable(name);
  const head = `${style(look, mark)}  ${style("strong", title)}`;
  const gap = width - displayWidth(title);
  const indent = " ".repeat(width + 5);
  return [
    ...(gap < 0
      ? [head, `${indent}${printable(words)}`]
      : [`${head}${" ".repeat(gap + 2)}${printable(words)}`]),
    ...(remedy ? [`${indent}→ ${printable(remedy)}`] : []),
    ...(link ? [`${indent}  ${printable(pageOf(link))}`] : []),
  ];
}

/** Without the text that a link fills into a form, which would bury everything else. */
function pageOf(link: string): string {
  return link.replace(/&value=.*$/, "");
}
