import type { PolicyFile } from "../../../../config/policy/policy.ts";
import type { Problem } from "../../../../config/problem.ts";
import { count } from "../../../../text/count.ts";
import { printable } from "../../../../text/printable.ts";
import { code } from "../markdown.ts";
import { problemAnnotations, problemList } from "../problem-list.ts";
import type { PlanSection } from "./plan-section.ts";
import { policyName } from "./refusal-words.ts";

/** What is said where a proposed file is wrong: `words` on what follows from it, and each problem on its line. */
export function sectionOfProblems(problems: readonly Problem[], path: string, words: string): PlanSection {
  return {
    ...FAILED,
    headline: `${count(problems.length, "problem")} in ${printable(path)}`,
    parts: [`${code(path)} has to be put right first: ${words}.`, problemList(problems)],
    annotations: problemAnnotations(problems, path),
  };
}

/** The same where a policy that is in force is wrong. Its lines are in another commit, so that they get no annotations here. */
export function sectionOfBrokenPolicy(file: PolicyFile, problems: readonly Problem[]): PlanSection {
  return {
    ...FAILED,
    headline: printable(`${count(problems.length, "problem")} in the policy of ${file.repository}`),
    parts: [`While ${policyName(file)} cannot be read, nothing is allowed.`, problemList(problems)],
    annotations: [],
  };
}

const FAILED = { conclusion: "failure", details: [], isNews: true, hasWork: false } as const;
