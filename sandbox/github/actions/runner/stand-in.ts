import type { WorkflowRun } from "../workflow-run.ts";
import type { Log } from "./log.ts";

/** What an action that is played by the sandbox itself works with. */
export interface StandInScene {
  /** As text, by name in lower case. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly run: WorkflowRun;
  readonly log: Log;
  /** The job's workspace. */
  readonly folder: string;
}

/** Plays an action, and resolves to its outputs. Throws where the action would fail, in its words. */
export type StandIn = (scene: StandInScene) => Promise<Readonly<Record<string, string>>>;
