import type { Job } from "../job.ts";
import type { WorkflowRun } from "../workflow-run.ts";
import { runJobs } from "./run-jobs.ts";
import type { Patience } from "./run-script.ts";

type Variables = Readonly<Record<string, string>>;

/** The machine that runs jobs. */
export interface RunnerOptions {
  /** Folders of checkouts by `owner/name` in lower case: what `uses:` finds, whatever its ref. */
  readonly actions: ReadonlyMap<string, string>;
  /** What the machine adds to the environment of all steps; where each job has a machine of its own, what that one adds. */
  readonly variables?: Variables | ((job: Job) => Variables);
  /** By name, of repositories by `owner/name`. */
  readonly secrets?: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** In it jobs get folders of their own, for as long as they run. */
  readonly workFolder: string;
  /** The folder that `node` is in: the first one of the path. */
  readonly node: string;
  /** What a minute of `timeout-minutes` takes, in milliseconds (default: a minute). */
  readonly minute?: number;
  /** For processes that are cancelled (default: GitHub's 7.5 s and 2.5 s). */
  readonly patience?: Patience;
}

/** The same with nothing left open. */
export type Machine = Required<RunnerOptions>;

/**
 * What executes a run for real, in processes of this machine, from its first job to its end: a `Runner`. What goes wrong in the run is
 * told by its jobs. Of workflow files it honours what `readWorkflow` reads, except `concurrency` of single jobs, which are never held
 * back, and `runs-on`: every machine is this one.
 */
export function createRunner(options: RunnerOptions): (run: WorkflowRun) => Promise<void> {
  const machine: Machine = {
    variables: {},
    secrets: new Map(),
    minute: 60_000,
    patience: { interrupt: 7500, terminate: 2500 },
    ...options,
  };
  return async (run) => run.complete(await runJobs(run, machine));
}
