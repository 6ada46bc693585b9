import type { Problem } from "../../../config/problem.ts";
import { count } from "../../../text/count.ts";
import { printable } from "../../../text/printable.ts";
import type { Annotation, CheckOutput } from "../check-output.ts";
import { fitParts } from "./fit-parts.ts";
import { advice, code, excerpt, prose } from "./markdown.ts";

const [LONGEST_TITLE, LONGEST_MESSAGE] = [200, 4000];

/**
 * The last word on a config that cannot be carried out: everything that is wrong with it, each on its line. The check run ends
 * as `failure`. `path` is the file, from the top of the repository.
 */
export function renderInvalidConfig(problems: readonly Problem[], path: string): CheckOutput {
  return {
    title: `${count(problems.length, "problem")} in ${printable(path)}`,
    summary: fitParts([
      `Nothing was copied: ${code(path)} has to be put right first.`,
      {
        head: "### What is wrong\n",
        rows: problems.map(problemItem),
        more: (missing) => `- … and ${missing} more`,
      },
      "Push a corrected file to the default branch; that starts a new run.",
    ]),
    annotations: problems.map((problem) => annotationOf(problem, path)),
  };
}

function problemItem({ line, column, message, hint }: Problem): string {
  const words = prose(excerpt(message, LONGEST_MESSAGE));
  return `- ${line}:${column}: ${words}${hint ? ` (${advice(excerpt(hint, LONGEST_MESSAGE))})` : ""}`;
}

/** Annotations are plain text. */
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
