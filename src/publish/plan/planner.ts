import type { Config } from "../../config/config.ts";
import type { RunReport } from "../../reconcile/report.ts";

/** Says what carrying out a config would do, and writes nothing anywhere, not even an upload that is given up. */
export interface Planner {
  /** Rejects with the signal's reason only; what registries refuse is in the report. */
  plan(order: PlanOrder): Promise<Planned>;
}

/** What is to be planned. */
export interface PlanOrder {
  readonly config: Config;
  /** Below whom copies go. */
  readonly owner: string;
  /** Globs on `source:tag`. Empty: all. */
  readonly only: readonly string[];
  /** What was last brought where, by destination (`ghcr.io/acme/redis:7`): believed where everybody may not look. Empty for strangers. */
  readonly remembered: ReadonlyMap<string, string>;
  /** Sources whose contents are looked into first, as that costs pulls: globs on `source:tag`. */
  readonly first: readonly string[];
  readonly signal: AbortSignal;
}

/** What would be done. */
export interface Planned {
  readonly report: RunReport;
  /** Images to be copied whose contents were not looked into, to save pulls: their size is not known. */
  readonly unsurveyed: number;
  /** Destinations that could not be seen, and were believed to be as remembered. */
  readonly believed: number;
}
