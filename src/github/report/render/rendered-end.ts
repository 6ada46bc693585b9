import type { CheckRunUpdate } from "../../github.ts";
import type { CheckOutput } from "../check-output.ts";

/** How a check run ends, and what it says then. */
export interface RenderedEnd {
  readonly conclusion: NonNullable<CheckRunUpdate["conclusion"]>;
  readonly output: CheckOutput;
}
