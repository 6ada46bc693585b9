import type { Output } from "../cli/output.ts";
import { UsageError } from "../cli/usage-error.ts";
import { printable } from "../text/printable.ts";
import { InputError } from "../workflow/input-error.ts";
import { JobError } from "./job-error.ts";
import { annotateError } from "./job-log.ts";

/** Why a job left no result: what it was given is `wrong`, it was `stopped` before it began, or it is a `mistake` of this program. */
export type Failure = "wrong" | "stopped" | "mistake";

/** Says in the log why a job left no result. What comes from outside cannot be a command in it. */
export function sayFailure(error: unknown, output: Output, signal: AbortSignal): Failure {
  if (error instanceof JobError || error instanceof InputError || error instanceof UsageError) {
    const details = error instanceof JobError ? error.details : [];
    // The runner would take spaces before a command for nothing.
    for (const line of details) output.write(`- ${printable(line)}\n`);
    annotateError(output, [error.message, ...details.slice(0, 1)].join("; "));
    return "wrong";
  }
  if (signal.aborted) {
    output.write("Stopped before there was anything to report\n");
    return "stopped";
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  annotateError(output, `this should not happen; please report it: ${trace}`);
  return "mistake";
}
