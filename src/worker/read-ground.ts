import type { Config } from "../config/config.ts";
import type { Ground } from "../config/policy/judge.ts";
import type { Place } from "../jobs/errand.ts";
import type { WorkerParts } from "./parts.ts";
import type { BrokenPolicy } from "./read-layers.ts";

/** What a config is judged by, or a policy that cannot be read: then nothing is allowed. */
export type FoundGround =
  | { readonly ground: Ground; readonly broken?: undefined }
  | { readonly broken: BrokenPolicy };

/** Reads the policies that a config of a repository has to do with: those that bind the repository, and those of the other owners that it writes to. */
export declare function readGround(
  parts: Pick<WorkerParts, "github" | "registry">,
  place: Place,
  config: Config,
  signal: AbortSignal,
): Promise<FoundGround>;
