import type { PolicyFile } from "../../../config/policy/policy.ts";
import type { Problem } from "../../../config/problem.ts";
import { count } from "../../../text/count.ts";
import { printable } from "../../../text/printable.ts";
import type { CheckOutput } from "../check-output.ts";
import { fitParts } from "./fit-parts.ts";
import { code } from "./markdown.ts";
import { problemList } from "./problem-list.ts";

const LONGEST_MESSAGE = 1000;

/** The last word on a run for which a policy must be asked that cannot be read. It ends as `failure`. */
export function renderBrokenPolicy(file: PolicyFile, problems: readonly Problem[]): CheckOutput {
  const place = `${file.repository}: ${file.path}`;
  return {
    title: printable(`${count(problems.length, "problem")} in the policy of ${file.repository}`),
    summary: fitParts([
      `Nothing was copied: while ${code(place)} at ${code(file.commit.slice(0, 7))} cannot be read, nothing is allowed.`,
      { ...problemList(problems, LONGEST_MESSAGE), head: "### What is wrong there\n" },
      "When that is put right, press **Re-run**.",
    ]),
  };
}
