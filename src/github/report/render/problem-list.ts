import type { Problem } from "../../../config/problem.ts";
import { printable } from "../../../text/printable.ts";
import type { Annotation } from "../check-output.ts";
import type { LongPart } from "./fit-parts.ts";
import { excerpt, prose, remark } from "./markdown.ts";

const [LONGEST_TITLE, LONGEST_MESSAGE] = [200, 4000];

/** Everything that is wrong with a file, a line each, with what to do about it; each part of it of so many characters at most. */
export function problemList(problems: readonly Problem[], longest = LONGEST_MESSAGE): LongPart {
  return {
    head: "### What is wrong\n",
    rows: problems.map((problem) => problemItem(problem, longest)),
    more: (missing) => `- … and ${missing} more`,
  };
}

/** The same on the lines of the file, which is at `path` from the top of the repository. Annotations are plain text. */
export function problemAnnotations(problems: readonly Problem[], path: string): readonly Annotation[] {
  return problems.map((problem) => annotationOf(problem, path));
}

function problemItem({ line, column, message, hint }: Problem, longest: number): string {
  const words = prose(excerpt(message, longest));
  return `- ${line}:${column}: ${words}${hint ? ` (${remark(excerpt(hint, longest))})` : ""}`;
}

function annotationOf(problem: Problem, file: string): Annotation {
  const { path, message, hint } = problem;
  const words = hint ? [message, hint] : [message];
  return {
    path: file,
    ...linesOf(problem),
    level: "failure",
    title: printable(excerpt(path || file, LONGEST_TITLE)),
    message: words.map((text) => printable(excerpt(text, LONGEST_MESSAGE))).join("\n"),
  };
}

/** Lines from 1 on, the end not before the start; columns only on a single line, and the last one included. */
function linesOf({ line, column, endLine = line, endColumn = column + 1 }: Problem) {
  const startLine = Math.max(1, line);
  const lastLine = Math.max(startLine, endLine);
  if (lastLine !== startLine) return { startLine, endLine: lastLine };
  const startColumn = Math.max(1, column);
  return { startLine, endLine: lastLine, startColumn, endColumn: Math.max(startColumn, endColumn - 1) };
}
