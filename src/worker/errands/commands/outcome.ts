import type { LongPart } from "../../../github/report/render/fit-parts.ts";
import type { Errand } from "../../../jobs/errand.ts";
import type { ReconcileRequest } from "../../../jobs/request.ts";

/** What becomes of a command. */
export interface Outcome {
  /** `done`; `begun`, a run is to do it, and says when it is done; `unclear`, it cannot be done like this, and the answer says why. */
  readonly kind: "done" | "begun" | "unclear";
  /** Markdown to reply with. Not given: nothing need be said. */
  readonly answer?: Answer;
  /** What is to be started when all is answered. */
  readonly requests?: readonly ReconcileRequest[];
  readonly errands?: readonly Errand[];
}

/** Parts of a reply, the long ones of which can be shortened. */
export type Answer = readonly (string | LongPart)[];

/** It cannot be done like this. */
export function unclear(...answer: Answer): Outcome {
  return { kind: "unclear", answer };
}

/** It is done, and this is to be said. */
export function done(...answer: Answer): Outcome {
  return { kind: "done", answer };
}
