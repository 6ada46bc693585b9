import type { Digest } from "../oci/digest.ts";
import type { Desired } from "../plan/desired.ts";
import type { Held } from "../plan/observed.ts";

/** What is believed of an image where a registry denies a look (`UNAUTHORIZED`, `DENIED`). */
export interface Memory {
  /** What its destination holds. Undefined: nothing. */
  recallDestination(desired: Desired): Held | undefined;
  /** What its source means. Undefined: nobody knows, and the refusal stands. */
  recallSource(desired: Desired): Digest | undefined;
}
