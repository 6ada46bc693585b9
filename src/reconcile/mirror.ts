import type { Config } from "../config/config.ts";
import type { PullGate } from "../copy/pull-gate.ts";
import type { History } from "./history.ts";
import type { Memory } from "./memory.ts";
import type { Quarantine } from "./quarantine.ts";
import type { Registries } from "./registries.ts";
import type { RunEvent, RunReport } from "./report.ts";
import { Run } from "./run.ts";
import type { Share } from "./share.ts";
import type { SourceLooks } from "./source-looks.ts";
import type { SurveyImages } from "./survey-images.ts";

/** What is to be mirrored, and with what. */
export interface MirrorOptions {
  readonly config: Config;
  /** The organization or person below whom copies go, as written; it is lower-cased. */
  readonly owner: string;
  /** The destination registry: `ghcr.io`. */
  readonly registry: string;
  readonly registries: Registries;
  /** Globs on `source:tag`; only images that match one are looked at. Empty: all. */
  readonly only: readonly string[];
  /** Blobs, and images, under way at the same time. */
  readonly concurrency: number;
  /** Stops the run at once; what was left undone is reported. */
  readonly signal: AbortSignal;
  /** Begins no further image, and lets those whose copy is under way come to their end; the rest is reported likewise. */
  readonly stopping?: AbortSignal;
  /** Leaves a part of the images to others. Without it, all are ours. */
  readonly share?: Share | undefined;
  /** What is known from before. Not given: nothing; then everything is looked at, and nothing is said of what was brought once. */
  readonly history?: History | undefined;
  /** How sources are looked at. Default: straight, without tables. */
  readonly looks?: SourceLooks | undefined;
  /** Knows how old tags are. Not given: only what registries say of it counts. */
  readonly quarantine?: Quarantine | undefined;
  /** Grants pulls. Not given: none is held back. */
  readonly pulls?: PullGate | undefined;
  readonly onEvent: (event: RunEvent) => void;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** What a plan may go by besides. */
export interface PlanOptions extends MirrorOptions {
  /**
   * What is believed where a registry denies a look. Without it, an upload is begun at such a destination, and given up, to find out
   * whether it may be written.
   */
  readonly memory?: Memory | undefined;
  /** Says what copies would move. Without it, all that is to be copied is looked into. */
  readonly surveyImages?: SurveyImages | undefined;
}

/** Says what {@link syncImages} would do, and changes nothing. */
export async function planImages(options: PlanOptions): Promise<RunReport> {
  return await new Run(options).plan();
}

/**
 * Brings every image that the config means to where it belongs. One that fails never stops the others; a failure is in
 * the report, never thrown.
 */
export async function syncImages(options: MirrorOptions): Promise<RunReport> {
  return await new Run(options).sync();
}
