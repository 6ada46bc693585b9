import type { Side } from "../oci/side.ts";

/** Why an image cannot be as the config wants it: whose fault, the other side's words, what to do. */
export interface PlanProblem {
  /** A registry's error code (`MANIFEST_UNKNOWN`), or one of this project. */
  readonly code: string;
  readonly side: Side;
  readonly message: string;
  readonly remedy?: string;
}
