import type { Digest } from "../oci/digest.ts";
import type { PullLimit } from "../oci/registry/pull-limit.ts";
import type { Action } from "../plan/plan.ts";
import type { PlanProblem } from "../plan/plan-problem.ts";

/**
 * How it ended: `done`, the destination is as wanted; `failed`, see `error`; `skipped`, nothing was tried
 * (up to date, blocked, or the run was stopped first); `planned`, a plan only says what it would do.
 */
export type Result = "done" | "failed" | "skipped" | "planned";

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
  readonly error?: ReportedError;
}

/** The counts of a run. `pulls` are the manifest GETs that each source registry bills. */
export interface Summary {
  readonly copied: number;
  readonly updated: number;
  readonly upToDate: number;
  readonly blocked: number;
  readonly failed: number;
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
