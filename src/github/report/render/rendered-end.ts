import type { CheckButton, CheckRunUpdate } from "../../github.ts";
import type { CheckOutput } from "../check-output.ts";

/** How a check run ends, and what it says then. */
export interface RenderedEnd {
  readonly conclusion: NonNullable<CheckRunUpdate["conclusion"]>;
  readonly output: CheckOutput;
  /** What may be pressed then. Not given: nothing but Re-run. */
  readonly buttons?: readonly CheckButton[];
}
