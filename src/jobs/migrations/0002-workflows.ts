import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** Workflows that carry runs, what probes have found, and what an applied config waits for. */
export const workflows: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const tables = db.schema.withSchema("ghcr_mirror");
    await tables
      .createTable("dispatches")
      .addColumn("run", "uuid", (column) =>
        column.primaryKey().references("ghcr_mirror.runs.id").onDelete("cascade"),
      )
      .addColumn("owner", "text", (column) => column.notNull())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("workflow_run", "bigint")
      .addColumn("attempt", "integer", (column) => column.notNull())
      .addColumn("requested_at", "timestamptz", (column) => column.notNull())
      .addColumn("told", "integer", (column) => column.notNull().defaultTo(0))
      .execute();
    await tables
      .createIndex("dispatches_by_workflow_run")
      .on("dispatches")
      .columns(["workflow_run", "attempt"])
      .unique()
      .execute();

    await tables
      .createTable("verdicts")
      .addColumn("destination", "text", (column) => column.notNull())
      .addColumn("deed", "text", (column) => column.notNull())
      .addColumn("installation", "bigint", (column) => column.notNull())
      .addColumn("is_accepted", "boolean", (column) => column.notNull())
      .addColumn("reason", "text", (column) => column.notNull())
      .addColumn("checked_at", "timestamptz", (column) => column.notNull())
      .addPrimaryKeyConstraint("verdicts_pkey", ["destination", "deed"])
      .execute();
    await tables.createIndex("verdicts_by_installation").on("verdicts").column("installation").execute();

    await tables.alterTable("applied_configs").addColumn("awaits", "text").execute();

    // Until now, the App itself carried everything.
    await tables.alterTable("runs").renameColumn("report", "published").execute();
    await sql`
      update ghcr_mirror.runs
      set published = jsonb_build_object(
        'report', published, 'carrier', '{"kind": "app"}'::jsonb, 'seen', '[]'::jsonb, 'notices', '[]'::jsonb
      )
      where published is not null`.execute(db);
  },
};
