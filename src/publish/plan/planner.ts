import type { Config } from "../../config/config.ts";
import type { MirroredImage } from "../../jobs/state.ts";
import type { History } from "../../reconcile/history.ts";
import type { RunReport } from "../../reconcile/report.ts";
import type { PullBudget } from "./pull-budget.ts";

/** Says what carrying out a config would do, and writes nothing anywhere, not even an upload that is given up. */
export interface Planner {
  /**
   * What registries refuse is in the report, also that an image cannot be seen. Rejects with the signal's reason, or where the
   * state cannot be read.
   */
  plan(order: PlanOrder): Promise<Planned>;
}

/** What is to be planned. */
export interface PlanOrder {
  readonly config: Config;
  /** Below whom copies go. */
  readonly owner: string;
  /** Globs on `source:tag`. Empty: all. */
  readonly only: readonly string[];
  /** What was last brought where, by destination (`ghcr.io/acme/redis:7`): believed where not everybody may look. Empty for strangers. */
  readonly remembered: ReadonlyMap<string, Remembered>;
  /** Sources whose contents are looked into first, as that costs pulls: globs on `source:tag`. */
  readonly first: readonly string[];
  /** What is known of the config's images from before. Not given, as for strangers: nothing. */
  readonly history?: History;
  /** Milliseconds for which a look at a source serves again, whoever took it. Not given: none. */
  readonly lookAge?: number;
  /** Milliseconds that it may take; images that it has no time for are told as failed. Default: the planner's own limit, which is the most. */
  readonly patience?: number;
  readonly signal: AbortSignal;
}

/** An image as somebody brought it. */
export type Remembered = Pick<MirroredImage, "source" | "sourceDigest" | "destinationDigest">;

/** What would be done. */
export interface Planned {
  /**
   * Its `pulls` are those that carrying it out would spend, as far as known: at least one for each image that was not looked into.
   * Layers that several images share count for each of them; the same image under several tags of one destination counts once.
   */
  readonly report: RunReport;
  /** Images to be copied whose contents were not looked into, to save pulls: they have neither bytes nor platforms. */
  readonly unsurveyed: number;
  /** Images of which one side could not be seen, and was believed to be as remembered. */
  readonly believed: number;
  /** What the App's own address may pull now, of the registries that limit it. */
  readonly budgets: readonly PullBudget[];
}
