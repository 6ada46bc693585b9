import type { ColumnType, Generated, Kysely } from "kysely";
import type { CarriedOut } from "../publish/carried-out.ts";
import type { ImageReport } from "../reconcile/report.ts";
import type { Reason } from "./request.ts";
import type { Conclusion, RunState } from "./run.ts";

/** The schema that holds them, beside pg-boss's own. */
export const SCHEMA = "ghcr_mirror";

/** Written as text, read as what the text means. */
type Json<T> = ColumnType<T, string, string>;

/** Requests and what became of them. `position` is the order of acceptance. `wanted` ends when the repository or its installation is forgotten. */
export interface RunsTable {
  readonly id: string;
  readonly position: Generated<number>;
  readonly installation: number;
  readonly repository: number;
  readonly owner: string;
  readonly name: string;
  readonly commit: string | null;
  readonly reason: Reason;
  readonly scope: Json<readonly string[]>;
  readonly state: RunState;
  readonly config_sha: string | null;
  readonly config_path: string | null;
  readonly check_run: number | null;
  readonly conclusion: Conclusion | null;
  readonly superseded_by: string | null;
  readonly published: Json<CarriedOut> | null;
  readonly wanted: Generated<boolean>;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
  readonly concluded_at: Date | null;
}

/** The images of runs that have ended, as their reports tell of them; `position` is the order of ending. */
export interface RunItemsTable {
  readonly run: string;
  readonly destination: string;
  readonly position: Generated<number>;
  readonly image: Json<ImageReport>;
}

/** The config that counts as applied, for each repository. */
export interface AppliedConfigsTable {
  readonly repository: number;
  readonly installation: number;
  readonly commit: string;
  readonly config_sha: string;
  readonly run: string;
  /** Of the run. */
  readonly position: number;
  readonly applied_at: Date;
  readonly awaits: string | null;
}

/** What was last brought where, for each destination of a repository. */
export interface MirroredImagesTable {
  readonly repository: number;
  readonly destination: string;
  readonly source: string;
  readonly source_digest: string | null;
  readonly destination_digest: string;
  readonly first_seen: Date;
  readonly last_verified: Date;
}

/** The deliveries that were accepted. */
export interface DeliveriesTable {
  readonly id: string;
  readonly event: string;
  readonly received_at: Date;
}

/** Up to which push each repository was looked at. */
export interface VisitsTable {
  readonly repository: number;
  readonly installation: number;
  readonly pushed_at: Date;
}

/** The workflows that carry runs. `told` counts what webhooks told of one. */
export interface DispatchesTable {
  readonly run: string;
  readonly owner: string;
  readonly name: string;
  readonly workflow_run: number | null;
  readonly attempt: number;
  readonly requested_at: Date;
  readonly told: Generated<number>;
}

/** What probes have found. */
export interface VerdictsTable {
  readonly destination: string;
  readonly deed: "create" | "write";
  readonly installation: number;
  readonly is_accepted: boolean;
  readonly reason: string;
  readonly checked_at: Date;
}

/** When a process last began a sweep: one row. */
export interface SweepTable {
  readonly begun_at: Date | null;
}

/** All of them, by name. */
export interface Tables {
  readonly deliveries: DeliveriesTable;
  readonly runs: RunsTable;
  readonly run_items: RunItemsTable;
  readonly applied_configs: AppliedConfigsTable;
  readonly mirrored_images: MirroredImagesTable;
  readonly visits: VisitsTable;
  readonly dispatches: DispatchesTable;
  readonly verdicts: VerdictsTable;
  readonly sweep: SweepTable;
}

/** Our tables, in our schema; a transaction is one too. */
export type Db = Kysely<Tables>;
