import { isGitHubError } from "../github/github-error.ts";
import type { JobHandlers } from "../jobs/state.ts";
import { inLogContext } from "../observe/log-context.ts";
import { announce } from "./announce.ts";
import { carryOut } from "./carry-out.ts";
import { Pace } from "./pace.ts";
import type { WorkerParts } from "./parts.ts";
import { abandonRun } from "./sweep/settle-orphans.ts";
import { Sweeper } from "./sweep/sweeper.ts";

/** How long a last word may take, where its run has no time of its own any more. In milliseconds. */
const LAST_WORD = 60_000;

/** What is done with the jobs. */
export function createWorker(parts: WorkerParts): JobHandlers {
  const pace = new Pace();
  const sweeper = new Sweeper(parts);
  return {
    announce: (run, { signal }) =>
      inLogContext({ run }, () => orEnd(parts, run, announce(parts, run, signal))),
    reconcile: (run, context) =>
      inLogContext({ run }, () => orEnd(parts, run, carryOut(parts, pace, run, context))),
    giveUp: async (id, error) => {
      const run = await parts.state.runs.find(id);
      parts.log.error({ run: id, err: error }, "a run failed as often as it may");
      if (!run || run.state === "concluded") return;
      await abandonRun(parts, run, AbortSignal.timeout(LAST_WORD), wordsOf(error));
    },
    sweep: ({ signal }) => sweeper.sweep(signal),
  };
}

/** Ends a run whose repository is out of our reach: the App was uninstalled, or may not do what it has to. */
async function orEnd({ state, log }: WorkerParts, run: string, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!isGitHubError(error, "NOT_FOUND", "REFUSED", "INVALID")) throw error;
    log.error({ err: error }, "GitHub refuses what a run needs; it is ended");
    await state.runs.conclude(run, "cancelled");
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : `${error}`;
}
