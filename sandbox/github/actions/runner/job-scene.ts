import type { Contexts } from "../evaluate.ts";
import type { Job } from "../job.ts";
import type { StepConclusion } from "../step.ts";
import type { Machine } from "./create-runner.ts";
import type { JobFolders } from "./job-folders.ts";
import type { LocatedAction } from "./locate-action.ts";
import type { Log } from "./log.ts";

/** What all steps of a job share, those inside of actions included. */
export interface JobScene {
  readonly job: Job;
  readonly machine: Machine;
  readonly folders: JobFolders;
  readonly log: Log;
  /** By what `uses:` says. */
  readonly actions: ReadonlyMap<string, LocatedAction>;
  /** What went wrong, as GitHub shows it on the job's page. */
  readonly remarks: string[];
  /** What steps have added to the environment of the following ones. */
  readonly exported: Record<string, string>;
  /** Folders that steps have put before the path, the last one first. */
  readonly paths: string[];
}

/** A sequence of steps: those of a job, or those of one use of a composite action. */
export interface Frame {
  /** All but `env`, `steps` and `job`, which change with each step. */
  readonly contexts: Contexts;
  /** What the sequence as a whole adds to the environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Those that have an id and have ended. */
  readonly steps: Record<string, StepResult>;
  /** How the steps went so far. */
  status: "success" | "failure";
  /** Aborted when the sequence is to end early. */
  readonly signal: AbortSignal;
}

/** How a step ended, as the context `steps` tells. */
export interface StepResult {
  /** Before `continue-on-error` is considered, and after. */
  readonly outcome: StepConclusion;
  readonly conclusion: StepConclusion;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Of a frame after the last of its steps: `cancelled` where it was ended early. */
export function statusOf({ signal, status }: Frame): "success" | "failure" | "cancelled" {
  return signal.aborted ? "cancelled" : status;
}

/** All that the expressions of a frame may name now. */
export function contextsOf(frame: Frame, env: Readonly<Record<string, string>> = frame.env): Contexts {
  return { ...frame.contexts, env, steps: frame.steps, job: { status: statusOf(frame) } };
}
