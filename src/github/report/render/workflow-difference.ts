import { structuredPatch } from "diff";
import { codeLine, fenceFor } from "./fenced.ts";
import type { LongPart } from "./fit-parts.ts";
import { excerpt } from "./markdown.ts";

/** A file, as it is and as it should be. */
export interface FileChange {
  readonly found: string;
  readonly text: string;
}

/** What is longer, in characters, is no workflow of ours; what differs in more lines is a file of its own. */
const [LONGEST_FILE, MOST_CHANGES] = [100_000, 500];
const LONGEST_LINE = 300;
const MOST_BYTES = 10_000;

/**
 * What is to be changed in a file, as a unified difference in a block of code; how lines end does not count. Undefined where that would
 * tell nobody anything: the files have nothing in common, or nothing is to be changed.
 */
export function workflowDifference({ found, text }: FileChange): LongPart | undefined {
  if (found.trim() === "" || found.length > LONGEST_FILE) return undefined;
  const options = { context: 3, stripTrailingCr: true, maxEditLength: MOST_CHANGES };
  const patch = structuredPatch("", "", found, text, undefined, undefined, options);
  if (!patch || patch.hunks.length === 0) return undefined;
  const rows = patch.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
    ...lines.map((line) => codeLine(excerpt(line, LONGEST_LINE))),
  ]);
  const fence = fenceFor(rows);
  return {
    head: `${fence}diff`,
    rows,
    foot: fence,
    more: (missing) => `… and ${missing} more lines`,
    most: MOST_BYTES,
  };
}
