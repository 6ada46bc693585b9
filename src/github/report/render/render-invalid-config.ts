import type { Problem } from "../../../config/problem.ts";
import { count } from "../../../text/count.ts";
import { printable } from "../../../text/printable.ts";
import type { CheckOutput } from "../check-output.ts";
import { fitParts } from "./fit-parts.ts";
import { code } from "./markdown.ts";
import { problemAnnotations, problemList } from "./problem-list.ts";

/**
 * The last word on a config that cannot be carried out: everything that is wrong with it, each on its line. The check run ends
 * as `failure`. `path` is the file, from the top of the repository.
 */
export function renderInvalidConfig(problems: readonly Problem[], path: string): CheckOutput {
  return {
    title: `${count(problems.length, "problem")} in ${printable(path)}`,
    summary: fitParts([
      `Nothing was copied: ${code(path)} has to be put right first.`,
      problemList(problems),
      "Push a corrected file to the default branch; that starts a new run.",
    ]),
    annotations: problemAnnotations(problems, path),
  };
}
