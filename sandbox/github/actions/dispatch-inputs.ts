import { Refusal } from "../refusal.ts";
import type { WorkflowInput } from "./workflow-file.ts";

/** Characters of all inputs, as JSON. */
const MOST = 65_535;

/**
 * What a run gets for what it was given: text, with defaults. Throws 422 in GitHub's words for what the workflow does not take.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onworkflow_dispatchinputs
 */
export function dispatchInputs(
  declared: readonly WorkflowInput[],
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
  if (JSON.stringify(given).length > MOST) throw refused("inputs are too large.");
  const unexpected = Object.keys(given).filter((name) => !declared.some((input) => input.name === name));
  if (unexpected.length > 0) throw refused(`Unexpected inputs provided: ${JSON.stringify(unexpected)}`);
  const values = declared.flatMap((input) => {
    const value = inputValue(input, given[input.name]);
    return value === undefined ? [] : [[input.name, value] as const];
  });
  return Object.fromEntries(values);
}

function inputValue(input: WorkflowInput, given: unknown): string | undefined {
  const { name, type, required } = input;
  if (given === undefined || given === null) {
    if (input.default !== undefined) return String(input.default);
    if (required) throw refused(`Required input '${name}' not provided`);
    return type === "boolean" ? "false" : undefined;
  }
  if (typeof given === "object") throw refused(`Invalid value for input '${name}'`);
  const value = String(given);
  const allowed = type === "boolean" ? ["true", "false"] : type === "choice" ? input.options : undefined;
  if (allowed && !allowed.includes(value)) {
    throw refused(`Provided value '${value}' for input '${name}' not in the list of allowed values`);
  }
  return value;
}

const refused = (message: string) => new Refusal(422, message);
