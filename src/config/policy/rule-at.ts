import type { Position } from "../problem.ts";
import type { PolicyLayer, RuleAt } from "./policy.ts";

/** Where a rule of a policy stands. */
export function ruleAt({ file }: PolicyLayer, { line }: Position): RuleAt {
  return { ...file, line };
}
