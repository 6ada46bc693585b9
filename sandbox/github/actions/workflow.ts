/** Where workflow files are. */
export const WORKFLOWS = ".github/workflows";

/** `disabled_fork` and `disabled_inactivity` are GitHub's doing, `disabled_manually` a person's. */
export type WorkflowState =
  | "active"
  | "deleted"
  | "disabled_fork"
  | "disabled_inactivity"
  | "disabled_manually";

/** A workflow as Actions knows it: by the path of its file. */
export interface Workflow {
  readonly id: number;
  /** From the top of the repository: `.github/workflows/ghcr-mirror.yml`. */
  readonly path: string;
  readonly createdAt: Date;
  state: WorkflowState;
  /** Number of the newest run; the first one is 1. */
  lastNumber: number;
}
