import type { PolicyFile } from "../../../config/policy/policy.ts";
import type { Problem } from "../../../config/problem.ts";
import { count } from "../../../text/count.ts";
import { printable } from "../../../text/printable.ts";
import type { CheckOutput } from "../check-output.ts";
import { fitParts } from "./fit-parts.ts";
import { code, excerpt, prose, remark } from "./markdown.ts";

const LONGEST_MESSAGE = 1000;

/** The last word on a run for which a policy must be asked that cannot be read. It ends as `failure`. */
export function renderBrokenPolicy(file: PolicyFile, problems: readonly Problem[]): CheckOutput {
  const place = `${file.repository}: ${file.path}`;
  return {
    title: printable(`${count(problems.length, "problem")} in the policy of ${file.repository}`),
    summary: fitParts([
      `Nothing was copied: while ${code(place)} at ${code(file.commit.slice(0, 7))} cannot be read, nothing is allowed.`,
      {
        head: "### What is wrong there\n",
        rows: problems.map(
          ({ line, column, message, hint }) =>
            `- ${line}:${column}: ${prose(excerpt(message, LONGEST_MESSAGE))}${hint ? ` (${remark(excerpt(hint, LONGEST_MESSAGE))})` : ""}`,
        ),
        more: (missing) => `- … and ${missing} more`,
      },
      "When that is put right, press **Re-run**.",
    ]),
  };
}
