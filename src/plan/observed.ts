import type { Digest } from "../oci/digest.ts";
import type { PlanProblem } from "./plan-problem.ts";

/** What was found on both sides. Of a blocked image nothing need be known. */
export interface Observed {
  /** For a pinned digest that the destination holds, this is not looked at. */
  readonly source:
    | { readonly digest: Digest }
    | { readonly missing: true }
    | { readonly problem: PlanProblem };
  readonly destination: Held | { readonly absent: true } | { readonly problem: PlanProblem };
  /** Known only when the source's manifests were fetched. */
  readonly content?: Content;
  /** What was last brought there. */
  readonly last?: LastBrought;
  /** The destination was not looked at, but believed to hold that. */
  readonly isBelieved?: true;
  /** It is too young for the entry's `min-age`. */
  readonly tooYoung?: TooYoung;
}

/** What was brought to a destination, and from what. */
export interface LastBrought {
  readonly digest: Digest;
  /** Null: not known. */
  readonly sourceDigest: Digest | null;
}

export interface TooYoung {
  /** When it is old enough, in milliseconds since the epoch. Undefined: nobody knows since when it has been as it is. */
  readonly until?: number;
}

/** What the destination has. Where a subset of platforms is wanted, the manifest itself is looked into. */
export interface Held {
  readonly digest: Digest;
  /** Of an index that was stripped. */
  readonly origin?: Origin;
  /** It holds platforms that are not wanted. */
  readonly hasSurplus?: boolean;
}

/** What a stripped index was made from, and for which platforms. */
export interface Origin {
  readonly digest: Digest;
  /** As `platformsKey` writes them. */
  readonly platforms: string;
}

export interface Content {
  /** GETs of manifests that a copy will spend. */
  readonly manifests: number;
  readonly bytes: number;
  readonly platforms: readonly string[];
}

/** Stands in for the observation of an image that is blocked, which nobody makes. */
export const UNOBSERVED: Observed = { source: { missing: true }, destination: { absent: true } };
