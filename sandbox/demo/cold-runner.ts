import { setTimeout as sleep } from "node:timers/promises";
import type { Runner } from "../github/actions/actions.ts";
import type { WorkflowRun } from "../github/actions/workflow-run.ts";

/** Milliseconds between looks whether somebody has said that there is no machine yet, and from then until there is one. */
const [LOOK, START] = [20, 2_000];

/**
 * A runner whose machine has to start first, as those that GitHub hosts do: the first run stays in the queue until `isTold`, and a
 * moment more, so that whoever follows it sees all of its states.
 */
export function coldRunner(runner: Runner, isTold: (run: WorkflowRun) => boolean): Runner {
  let isWarm = false;
  return async (run) => {
    const { signal } = run;
    if (!isWarm) {
      while (!isTold(run)) await sleep(LOOK, undefined, { signal });
      await sleep(START, undefined, { signal });
    }
    isWarm = true;
    await runner(run);
  };
}
