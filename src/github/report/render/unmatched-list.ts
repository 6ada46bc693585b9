import type { UnmatchedGlob } from "../../../reconcile/report.ts";
import type { LongPart } from "./fit-parts.ts";
import { code } from "./markdown.ts";

/** The globs of a config that no tag of their source matches. */
export function unmatchedList(unmatched: readonly UnmatchedGlob[]): LongPart {
  return {
    head: "### Nothing matches\n",
    rows: unmatched.map(({ source, pattern }) => `- no tag of ${code(source)} matches ${code(pattern)}`),
    more: (missing) => `- … and ${missing} more`,
  };
}
