import type { Digest } from "../oci/digest.ts";
import type { PullLimit } from "../oci/registry/pull-limit.ts";
import type { Departed } from "../plan/departed.ts";
import type { Action } from "../plan/plan.ts";
import type { PlanProblem } from "../plan/plan-problem.ts";

/**
 * How it ended: `done`, the destination is as wanted; `failed`, see `error`; `skipped`, nothing was tried
 * (up to date, blocked, too young, or the run was stopped first); `planned`, a plan only says what it would do; `deferred`, its
 * source's registry grants no pull for now, and it waits.
 */
export type Result = "done" | "failed" | "skipped" | "planned" | "deferred";

/** A failure as people and programs read it. `message` holds the registry's own words; `remedy` says what to do. */
export type ReportedError = PlanProblem;

/** One image of a run. References are full, with the tag (`docker.io/library/redis:7`); sizes are in bytes. */
export interface ImageReport {
  readonly source: string;
  readonly destination: string;
  readonly action: Action;
  readonly result: Result;
  /** What the source means now, or the config pins; null while unknown. Differs from `digest` for a subset of platforms. */
  readonly sourceDigest: Digest | null;
  /** What the destination holds or would hold; null while unknown. */
  readonly digest: Digest | null;
  /** What the destination's tag pointed at before; null where there was none. */
  readonly previousDigest: Digest | null;
  /** Of what was looked into (`linux/amd64`); empty for an image in sync, which nobody fetched. */
  readonly platforms: readonly string[];
  /** Bytes of blobs and manifests moved, or to be moved. */
  readonly bytes: number;
  /** Why this action, for people. */
  readonly reason: string;
  /** The line of the config that means it. Not given: a result of a version that did not say. */
  readonly line?: number;
  /** What the destination holds is something else than is wanted, and `on-change: keep` leaves it alone. */
  readonly isKept?: true;
  /** The source no longer has it; the destination keeps it. */
  readonly isVanished?: true;
  /** Somebody else has changed the destination, and `on-drift: report` leaves it alone. */
  readonly isDrifted?: true;
  /** The destination was not looked at now: it was seen so not long ago. */
  readonly isBelieved?: true;
  /** ISO 8601. Of a `wait`, when it is old enough; of what is `deferred`, when it goes on. Not given: nobody can tell. */
  readonly until?: string;
  /** Manifests that a copy of it takes, of what is `deferred`. Not given: not known. */
  readonly pulls?: number;
  /** The reference that keeps the digest which was overwritten: `ghcr.io/acme/redis:7-9f21c0d4e5b6`. */
  readonly backup?: string;
  readonly error?: ReportedError;
}

/** The counts of a run. `pulls` are the manifest GETs that each source registry bills. */
export interface Summary {
  readonly copied: number;
  readonly updated: number;
  readonly upToDate: number;
  readonly blocked: number;
  readonly failed: number;
  /** Images that wait for pulls. Not given: a result of a version that deferred nothing; the same for the next. */
  readonly deferred?: number;
  /** Images that are too young. */
  readonly waiting?: number;
  readonly bytes: number;
  readonly mountedBytes: number;
  readonly seconds: number;
  readonly pulls: Readonly<Record<string, number>>;
}

/** A glob of the config that no tag of its source matches. */
export interface UnmatchedGlob {
  readonly source: string;
  readonly pattern: string;
  /** The line of the config that means it. Not given: a result of a version that did not say. */
  readonly line?: number;
}

/** What a plan or a sync ends with. */
export interface RunReport {
  readonly summary: Summary;
  readonly images: readonly ImageReport[];
  readonly unmatched: readonly UnmatchedGlob[];
  /** What the registries that limit pulls last said of it, when the run ended. */
  readonly pullLimits: readonly PullLimit[];
  /** What was brought once and is not selected any longer. Not given: nobody looked. */
  readonly departed?: readonly Departed[];
  /** What searches matched, and what not. Not given: nobody looked. */
  readonly selections?: readonly SelectionReport[];
  /** What was to be deleted, and what became of it. */
  readonly removals?: readonly Removal[];
}

/** What the rules of an entry made of its source's tags. */
export interface SelectionReport {
  /** Without tag. */
  readonly source: string;
  readonly line?: number;
  /** Tags that the source has, and that are selected. */
  readonly available: number;
  readonly selected: number;
  /** Why the others are not, the most first; a few examples of each. */
  readonly left: readonly {
    readonly why: string;
    readonly count: number;
    readonly examples: readonly string[];
  }[];
}

/** What became of an image that was to be deleted. */
export interface Removal {
  readonly destination: string;
  readonly digest: Digest;
  /** `kept`: something else refers to it, or it is no longer what was brought; `failed`: GitHub did not let it be deleted. */
  readonly result: "deleted" | "kept" | "failed";
  /** Why it was kept or not deleted, for people. */
  readonly why?: string;
}

/** What a run tells while it goes on; a listener must return at once. */
export type RunEvent =
  /** The images that the config means now are known. */
  | { readonly type: "selected"; readonly images: number }
  /** No tag of a source matches a glob of the config. */
  | ({ readonly type: "unmatched" } & UnmatchedGlob)
  /** The plan stands: so many images are to be copied or updated. */
  | { readonly type: "planned"; readonly images: number }
  /** More bytes turned out to be needed at the destination; negative when some are there already. */
  | { readonly type: "expected"; readonly bytes: number }
  /** So many bytes arrived. Negative when a broken transfer starts over. */
  | { readonly type: "moved"; readonly bytes: number }
  /** A registry asked to wait, or a request is tried again. */
  | {
      readonly type: "waiting";
      readonly registry: string;
      readonly milliseconds: number;
      readonly why: string;
    }
  /** An image that was to be copied or updated has ended. */
  | { readonly type: "finished"; readonly image: ImageReport };
