import type { Digest } from "../oci/digest.ts";
import type { Reference } from "../oci/reference.ts";
import type { Desired } from "./desired.ts";
import type { PlanProblem } from "./plan-problem.ts";

/** What a run means to do about one image. `wait`: the entry's `min-age` keeps it back. */
export type Action = "copy" | "update" | "up-to-date" | "blocked" | "wait";

/** What is to be done about one image, and why. */
export interface PlannedImage {
  readonly desired: Desired;
  readonly action: Action;
  /** For people. */
  readonly reason: string;
  /** What the destination holds or will hold; null while unknown, as for a subset of platforms not yet made. */
  readonly digest: Digest | null;
  /** What the source means now, or the config pins; null where that is unknown. */
  readonly sourceDigest: Digest | null;
  /** What the destination holds now; null where that is nothing, or unknown. */
  readonly previousDigest: Digest | null;
  /** Where to keep the digest that is to be replaced. */
  readonly backup?: Reference;
  /** To be moved, as far as known. */
  readonly bytes: number;
  /** Manifest GETs to be spent at the source, as far as known. */
  readonly pulls: number;
  readonly platforms: readonly string[];
  /** The destination holds something else than is wanted, and `on-change: keep` leaves it alone. */
  readonly isKept?: true;
  /** The source no longer has it, and the destination keeps what was brought. */
  readonly isVanished?: true;
  /** Somebody else has changed the destination, and `on-drift: report` leaves it alone. */
  readonly isDrifted?: true;
  /** The destination was not looked at: it is believed to hold what was brought last. */
  readonly isBelieved?: true;
  /** Of a `wait`: when it is old enough, in milliseconds since the epoch. Undefined: nobody can tell. */
  readonly until?: number;
  /** Why it cannot be done. The action then says what would have been. */
  readonly problem?: PlanProblem;
}
