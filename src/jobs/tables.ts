import type { ColumnType, Generated, Kysely } from "kysely";
import type { CarriedOut } from "../publish/carried-out.ts";
import type { ImageReport } from "../reconcile/report.ts";
import type { Survey } from "./conversation-state.ts";
import type { Errand } from "./errand.ts";
import type { Urgency } from "./keeping-state.ts";
import type {
  AuditTable,
  BackupsTable,
  DeparturesTable,
  PullLimitsTable,
  PullsTable,
  SchedulesTable,
  SightingsTable,
  WaitingImagesTable,
} from "./keeping-tables.ts";
import type { Asker, Reason } from "./request.ts";
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
  readonly pull: number | null;
  readonly asker: Json<Asker> | null;
  readonly urgency: Urgency;
  readonly state: RunState;
  readonly config_sha: string | null;
  readonly config_path: string | null;
  readonly check_run: number | null;
  readonly conclusion: Conclusion | null;
  readonly superseded_by: string | null;
  readonly cancelled_by: string | null;
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
  readonly owner: string;
  readonly name: string;
  readonly path: string | null;
  readonly sources: Json<readonly string[]>;
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
  readonly platforms: string | null;
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

/** The workflows that carry runs, one for each repository that owns mirrors. `told` counts what webhooks told of one. */
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

/**
 * What is to be looked at, answered or told. `position` is the order of acceptance. One that waits (neither begun nor parked) is the only one
 * of its name that does.
 */
export interface ErrandsTable {
  readonly id: string;
  readonly position: Generated<number>;
  readonly key: string;
  readonly name: string | null;
  /** Null: it is about no repository in particular. */
  readonly repository: number | null;
  readonly installation: number | null;
  readonly errand: Json<Errand>;
  readonly begun: Generated<boolean>;
  /** The run whose end it waits for. */
  readonly parked_for: string | null;
  readonly created_at: Date;
}

/** The heads of open pull requests. */
export interface PullHeadsTable {
  readonly repository: number;
  readonly pull: number;
  readonly head: string;
}

/** What was last said of pull requests. */
export interface PlansTable {
  readonly repository: number;
  readonly pull: number;
  readonly installation: number;
  readonly owner: string;
  readonly name: string;
  readonly head: string;
  readonly base: string;
  readonly base_branch: string;
  readonly check_run: number;
  readonly said: string;
  readonly comment: number | null;
  readonly sources: Json<readonly string[]>;
  readonly computed_at: Date;
}

/** What copying images would move. */
export interface SurveysTable {
  readonly key: string;
  readonly survey: Json<Survey>;
  readonly made_at: Date;
}

/** Destination tags that somebody else has changed. */
export interface DriftsTable {
  readonly repository: number;
  readonly destination: string;
  readonly expected: string;
  readonly found: string | null;
  readonly seen_at: Date;
}

/** Repositories whose runs fail, or did and have an issue that says so. */
export interface TroublesTable {
  readonly repository: number;
  readonly installation: number;
  readonly owner: string;
  readonly name: string;
  readonly since: Date;
  readonly failures: number;
  readonly over_at: Date | null;
  readonly issue: number | null;
  readonly told_at: Date | null;
  readonly said: string | null;
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
  readonly errands: ErrandsTable;
  readonly pull_heads: PullHeadsTable;
  readonly plans: PlansTable;
  readonly surveys: SurveysTable;
  readonly drifts: DriftsTable;
  readonly troubles: TroublesTable;
  readonly schedules: SchedulesTable;
  readonly sightings: SightingsTable;
  readonly pull_limits: PullLimitsTable;
  readonly pulls: PullsTable;
  readonly waiting_images: WaitingImagesTable;
  readonly departures: DeparturesTable;
  readonly backups: BackupsTable;
  readonly audit: AuditTable;
  readonly sweep: SweepTable;
}

/** Our tables, in our schema; a transaction is one too. */
export type Db = Kysely<Tables>;
