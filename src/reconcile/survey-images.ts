import type { Digest } from "../oci/digest.ts";
import type { Desired } from "../plan/desired.ts";
import type { Content } from "../plan/observed.ts";
import type { PlanProblem } from "../plan/plan-problem.ts";

/** An image that is to be copied, and may be looked into. */
export interface Unsurveyed {
  readonly desired: Desired;
  /** What its source means now. */
  readonly digest: Digest;
  /** Looks into it, which costs pulls. Never rejects. */
  survey(): Promise<Surveyed>;
}

/**
 * What copying an image would move, if nothing else were copied; or what stands in the way of it. Undefined: it was not looked into,
 * or turned out to hold more manifests than that is worth.
 */
export type Surveyed = Content | { readonly problem: PlanProblem } | undefined;

/** Finds out what copies would move, of all that a plan would copy: what it resolves with is in the order of the images. */
export type SurveyImages = (images: readonly Unsurveyed[]) => Promise<readonly Surveyed[]>;
