import { CopyError } from "../copy/copy-error.ts";
import { PullsSpentError } from "../copy/pull-gate.ts";

/** The word of the gate behind a failure, where that is that no pull is left. */
export function pullsSpentBehind(error: unknown): PullsSpentError | undefined {
  const cause = error instanceof CopyError ? error.cause : undefined;
  return cause instanceof PullsSpentError ? cause : undefined;
}
