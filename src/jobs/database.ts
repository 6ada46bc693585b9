import type { PgBoss } from "pg-boss";
import type { Db } from "./tables.ts";

/** An open database: our tables and pg-boss's queues, which share its transactions. Its schemas may be old. */
export interface Database {
  readonly db: Db;
  /** Not started. */
  readonly boss: PgBoss;
  /** Whether other processes may work on the same queues. */
  readonly isShared: boolean;
  /** Gives back the room of rows that are gone, where nobody else does. */
  vacuum(): Promise<void>;
  close(): Promise<void>;
}
