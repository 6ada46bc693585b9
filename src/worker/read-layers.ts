import type { PolicyFile, PolicyLayer } from "../config/policy/policy.ts";
import type { Problem } from "../config/problem.ts";
import type { Place } from "../jobs/errand.ts";
import type { WorkerParts } from "./parts.ts";

/** The policies that bind a repository, or one of them that cannot be read: then nothing is allowed. */
export type FoundLayers =
  | { readonly layers: readonly PolicyLayer[]; readonly broken?: undefined }
  | { readonly broken: BrokenPolicy };

/** A policy that cannot be read. */
export interface BrokenPolicy {
  readonly file: PolicyFile;
  readonly problems: readonly Problem[];
}

/** Reads the policies that bind a repository, nearest first: its own, and its organization's, as they stand on their default branches. */
export declare function readLayers(
  parts: Pick<WorkerParts, "github">,
  place: Place,
  signal: AbortSignal,
): Promise<FoundLayers>;
