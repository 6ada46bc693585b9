import type { Forbidden } from "../../../../config/policy/judge.ts";
import { BUDGET, type LongPart } from "../fit-parts.ts";
import { code, excerpt, remark } from "../markdown.ts";
import { entryName } from "./entry-name.ts";
import { refusalWords } from "./refusal-words.ts";

const LONGEST_WORDS = 1000;

/** What policies forbid, entry by entry: what, by which rule, and what to do. What is `touched` comes first; the rest was so before. */
export function forbiddenList(forbidden: readonly Forbidden[], touched: ReadonlySet<number>): LongPart {
  const isTouched = ({ entry }: Forbidden) => touched.has(entry.position.line);
  const before = forbidden.filter((one) => !isTouched(one));
  return {
    head: "### What is forbidden\n",
    rows: [
      ...forbidden.filter(isTouched).map((one) => forbiddenItem(one, "")),
      ...before.map((one) => forbiddenItem(one, ", also before this change")),
    ],
    more: (missing) => `- … and ${missing} more`,
    most: BUDGET / 3,
  };
}

function forbiddenItem({ entry, refusal }: Forbidden, since: string): string {
  const lines = [
    `line ${entry.position.line}, ${code(entryName(entry))}${since}: ${refusalWords(refusal)}`,
    remark(excerpt(refusal.remedy, LONGEST_WORDS)),
  ];
  return `- ${lines.join("<br>")}`;
}
