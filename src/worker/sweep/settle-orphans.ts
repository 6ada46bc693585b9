import { isGitHubError } from "../../github/github-error.ts";
import { renderAbandoned } from "../../github/report/render/render-abandoned.ts";
import type { Run } from "../../jobs/run.ts";
import { concludeCheckRun } from "../check-run.ts";
import type { WorkerParts } from "../parts.ts";

/** Ends the runs that nobody works on any more, and tells so where there is a check run that still waits. */
export async function settleOrphans(parts: WorkerParts, signal: AbortSignal): Promise<void> {
  for (const run of await parts.state.runs.orphans()) {
    signal.throwIfAborted();
    await abandonRun(parts, run, signal).catch((error: unknown) => {
      signal.throwIfAborted();
      parts.log.warn({ run: run.id, err: error }, "a run that nobody works on could not be concluded");
    });
  }
}

/** Ends a run that will not come to its own end, in the `words` of what went wrong where they are known. A repository that is out of reach is not told. */
export async function abandonRun(
  { github, state, log }: WorkerParts,
  run: Run,
  signal: AbortSignal,
  words?: string,
): Promise<void> {
  const { id, commit, checkRun } = run;
  const conclusion = run.state === "superseded" ? "cancelled" : "failure";
  if (checkRun !== null && commit !== null) {
    const place = { github: github.installation(run.installation), run, commit, signal };
    await concludeCheckRun(place, conclusion, renderAbandoned(run.supersededBy, words)).catch(
      (error: unknown) => {
        if (!isGitHubError(error, "NOT_FOUND", "REFUSED", "INVALID")) throw error;
      },
    );
  }
  log.warn({ run: id }, "a run was given up");
  await state.runs.conclude(id, checkRun === null ? "none" : conclusion);
}
