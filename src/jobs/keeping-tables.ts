import type { ColumnType, Generated } from "kysely";
import type { AuditRecord, Departure, Urgency } from "./keeping-state.ts";

/** When configs are looked at by themselves. */
export interface SchedulesTable {
  readonly repository: number;
  readonly schedule: string;
  readonly installation: number;
  readonly owner: string;
  readonly name: string;
  /** Written as text, read as what the text means. */
  readonly scope: ColumnType<readonly string[], string, string>;
  readonly due_at: Date;
  readonly planned_at: Date;
}

/** Since when tags of sources are as they are. */
export interface SightingsTable {
  readonly source: string;
  readonly digest: string;
  readonly since: Date;
  readonly seen_at: Date;
}

/** What registries last said of their limits. `granted` pulls within so many `seconds`. */
export interface PullLimitsTable {
  readonly registry: string;
  readonly identity: string;
  readonly granted: number;
  readonly remaining: number;
  readonly seconds: number;
  readonly seen_at: Date;
}

/** The pulls that were taken, one row each. */
export interface PullsTable {
  readonly registry: string;
  readonly identity: string;
  readonly repository: number | null;
  readonly taken_at: Date;
}

/** Images that wait for pulls. */
export interface WaitingImagesTable {
  readonly repository: number;
  readonly source: string;
  readonly installation: number;
  readonly owner: string;
  readonly name: string;
  readonly registry: string;
  readonly identity: string | null;
  readonly urgency: Urgency;
  readonly pulls: number;
  readonly until: Date;
  readonly since: Date;
  /** When `until` was worked out: later than now, the clock was set back since, and it does not hold. */
  readonly noted_at: Date;
  /** When it was resumed, and the run that has its pulls. */
  readonly allotted_at: Date | null;
  readonly allotted_to: string | null;
}

/** What has left the selection, and was told. */
export interface DeparturesTable {
  readonly repository: number;
  readonly destination: string;
  readonly source: string;
  readonly digest: string;
  readonly kind: Departure["kind"];
  readonly announced_at: Date;
  /** When it was last kept because something needed it. */
  readonly kept_at: Date | null;
  readonly failed_at: Date | null;
}

/** The backups that runs have made. */
export interface BackupsTable {
  readonly repository: number;
  readonly backup: string;
  readonly destination: string;
  readonly source: string;
  readonly digest: string;
  readonly made_at: Date;
}

/** What was done for good: once for each run, deed and destination. `position` is the order. */
export interface AuditTable {
  readonly position: Generated<number>;
  readonly repository: number;
  readonly name: string;
  readonly run: string;
  readonly deed: AuditRecord["deed"];
  readonly destination: string;
  readonly digest: string;
  readonly source: string | null;
  readonly reason: string;
  readonly at: Date;
}
