import { setTimeout as sleep } from "node:timers/promises";
import type { Runner } from "../github/actions/actions.ts";
import type { WorkflowRun } from "../github/actions/workflow-run.ts";

/** Milliseconds between looks whether somebody has said that there is no machine yet. */
const LOOK = 20;

/** A runner whose machine has to start first, as those that GitHub hosts do: the first run stays in the queue until `isTold`. */
export function coldRunner(runner: Runner, isTold: (run: WorkflowRun) => boolean): Runner {
  let isWarm = false;
  return async (run) => {
    while (!isWarm && !isTold(run)) await sleep(LOOK, undefined, { signal: run.signal });
    isWarm = true;
    await runner(run);
  };
}
