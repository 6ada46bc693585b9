import { GitHubError, isGitHubError, isRefusal } from "../github/github-error.ts";
import type { Run } from "../jobs/run.ts";
import type { JobHandlers } from "../jobs/state.ts";
import { inLogContext } from "../observe/log-context.ts";
import { abandonRun } from "./abandon-run.ts";
import { announce } from "./announce.ts";
import { carryOut } from "./carry-out.ts";
import { doErrand } from "./errands/do-errand.ts";
import { abandonPlan } from "./errands/plan/abandon-plan.ts";
import { Pace } from "./pace.ts";
import type { WorkerParts } from "./parts.ts";
import { Sweeper } from "./sweep/sweeper.ts";

/** How long a last word may take, where its run has no time of its own any more. In milliseconds. */
const LAST_WORD = 60_000;
/** After so many milliseconds, all of GitHub knows a commit that was pushed. */
const KNOWN_EVERYWHERE = 2 * 60_000;

/** What is done with the jobs. */
export function createWorker(parts: WorkerParts): JobHandlers {
  const pace = new Pace();
  const sweeper = new Sweeper(parts);
  return {
    announce: (run, { signal }) =>
      inLogContext({ run }, () => orEnd(parts, run, announce(parts, run, signal))),
    reconcile: (run, context) =>
      inLogContext({ run }, () => orEnd(parts, run, carryOut(parts, pace, run, context))),
    errand: (id, context) =>
      inLogContext({ errand: id }, () => orDrop(parts, id, doErrand(parts, id, context))),
    giveUpErrand: async (id, error) => {
      parts.log.error({ errand: id, err: error }, "an errand was given up");
      const stored = await parts.state.errands.begin(id);
      if (stored?.errand.kind === "plan")
        await abandonPlan(parts, stored.errand, AbortSignal.timeout(LAST_WORD));
      await parts.state.errands.end(id);
    },
    giveUp: async (id, error) => {
      const run = await parts.state.runs.find(id);
      if (run && run.state !== "concluded") await giveUp(parts, run, error);
    },
    // Whatever a sweep leaves undone, the next one does.
    sweep: ({ signal, stopping }) => sweeper.sweep(AbortSignal.any([signal, stopping])),
  };
}

/** Ends a run that GitHub refuses what it needs, instead of trying it again for a day. */
async function orEnd(parts: WorkerParts, id: string, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    const run = await parts.state.runs.find(id);
    if (!run || run.state === "concluded" || !isFinal(error, parts.clock.now() - run.createdAt.getTime())) {
      throw error;
    }
    parts.log.error({ err: error }, "GitHub refuses what a run needs; it is ended");
    await giveUp(parts, run, error);
  }
}

/** Drops an errand that GitHub refuses what it needs: another try would come to the same. */
async function orDrop(parts: WorkerParts, id: string, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    parts.log.warn({ err: error }, "GitHub refuses what an errand needs; it is dropped");
    await parts.state.errands.end(id);
  }
}

/** Whether another try of a run of this age, in milliseconds, would come to the same. */
function isFinal(error: unknown, age: number): boolean {
  return isRefusal(error) || (isGitHubError(error, "UNKNOWN_COMMIT") && age > KNOWN_EVERYWHERE);
}

async function giveUp(parts: WorkerParts, run: Run, error: unknown): Promise<void> {
  // Of other errors, such as the database's, the readers of the repository need not know.
  const words = error instanceof GitHubError ? error.message : undefined;
  await abandonRun(parts, run, AbortSignal.timeout(LAST_WORD), words);
}
