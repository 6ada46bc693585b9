import type { Config } from "../config/config.ts";
import type { RepositoryIdentity } from "../jobs/request.ts";
import type { RunEvent, RunReport } from "../reconcile/report.ts";

/** What is to be brought where, and on whose behalf. */
export interface PublishOrder {
  readonly config: Config;
  readonly installation: number;
  /** The repository that holds the config: its owner's namespace is written, with a token narrowed to it. */
  readonly repository: RepositoryIdentity;
  /** Globs on `source:tag`. Empty: all. */
  readonly only: readonly string[];
  readonly onEvent: (event: RunEvent) => void;
  /** Begins no further image; those under way come to their end. */
  readonly stopping: AbortSignal;
  /** Ends everything at once. */
  readonly signal: AbortSignal;
}

/** What carries the bytes. */
export interface Publisher {
  /** Brings every image of the config to where it belongs. A failure is in the report, never thrown. */
  publish(order: PublishOrder): Promise<RunReport>;
}
