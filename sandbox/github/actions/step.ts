/** How a step ended. */
export type StepConclusion = "success" | "failure" | "skipped" | "cancelled";

/** A step that was begun. */
export interface Step {
  /** From 1. */
  readonly number: number;
  readonly name: string;
  readonly startedAt: Date;
  status: "in_progress" | "completed";
  conclusion: StepConclusion | undefined;
  completedAt: Date | undefined;
}
