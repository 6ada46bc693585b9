import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** Deliveries, runs with their images, applied configs, mirrored images. */
export const firstTables: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const tables = db.schema.withSchema("ghcr_mirror");
    await tables
      .createTable("deliveries")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("event", "text", (column) => column.notNull())
      .addColumn("received_at", "timestamptz", (column) => column.notNull())
      .execute();
    await tables.createIndex("deliveries_by_age").on("deliveries").column("received_at").execute();

    await tables
      .createTable("runs")
      .addColumn("id", "uuid", (column) => column.primaryKey())
      .addColumn("position", "bigint", (column) => column.notNull().generatedAlwaysAsIdentity())
      .addColumn("installation", "bigint", (column) => column.notNull())
      .addColumn("repository", "bigint", (column) => column.notNull())
      .addColumn("owner", "text", (column) => column.notNull())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("commit", "text")
      .addColumn("reason", "text", (column) => column.notNull())
      .addColumn("scope", "jsonb", (column) => column.notNull())
      .addColumn("state", "text", (column) => column.notNull())
      .addColumn("config_sha", "text")
      .addColumn("config_path", "text")
      .addColumn("check_run", "bigint")
      .addColumn("conclusion", "text")
      .addColumn("superseded_by", "text")
      .addColumn("report", "jsonb")
      .addColumn("wanted", "boolean", (column) => column.notNull().defaultTo(true))
      .addColumn("created_at", "timestamptz", (column) => column.notNull())
      .addColumn("started_at", "timestamptz")
      .addColumn("finished_at", "timestamptz")
      .addColumn("concluded_at", "timestamptz")
      .execute();
    await tables
      .createIndex("runs_open")
      .on("runs")
      .columns(["repository", "position"])
      .where(sql.ref("state"), "<>", sql.lit("concluded"))
      .execute();
    await tables
      .createIndex("runs_concluded")
      .on("runs")
      .columns(["repository", "position"])
      .where(sql.ref("state"), "=", sql.lit("concluded"))
      .execute();

    await tables
      .createTable("run_items")
      .addColumn("run", "uuid", (column) =>
        column.notNull().references("ghcr_mirror.runs.id").onDelete("cascade"),
      )
      .addColumn("destination", "text", (column) => column.notNull())
      .addColumn("position", "bigint", (column) => column.notNull().generatedAlwaysAsIdentity())
      .addColumn("image", "jsonb", (column) => column.notNull())
      .addPrimaryKeyConstraint("run_items_pkey", ["run", "destination"])
      .execute();

    await tables
      .createTable("applied_configs")
      .addColumn("repository", "bigint", (column) => column.primaryKey())
      .addColumn("installation", "bigint", (column) => column.notNull())
      .addColumn("commit", "text", (column) => column.notNull())
      .addColumn("config_sha", "text", (column) => column.notNull())
      .addColumn("run", "uuid", (column) => column.notNull())
      .addColumn("position", "bigint", (column) => column.notNull())
      .addColumn("applied_at", "timestamptz", (column) => column.notNull())
      .execute();

    await tables
      .createTable("mirrored_images")
      .addColumn("repository", "bigint", (column) => column.notNull())
      .addColumn("destination", "text", (column) => column.notNull())
      .addColumn("source", "text", (column) => column.notNull())
      .addColumn("source_digest", "text")
      .addColumn("destination_digest", "text", (column) => column.notNull())
      .addColumn("first_seen", "timestamptz", (column) => column.notNull())
      .addColumn("last_verified", "timestamptz", (column) => column.notNull())
      .addPrimaryKeyConstraint("mirrored_images_pkey", ["repository", "destination"])
      .execute();

    await tables
      .createTable("visits")
      .addColumn("repository", "bigint", (column) => column.primaryKey())
      .addColumn("installation", "bigint", (column) => column.notNull())
      .addColumn("pushed_at", "timestamptz", (column) => column.notNull())
      .execute();

    // One row for good: when a process last began a sweep.
    await tables.createTable("sweep").addColumn("begun_at", "timestamptz").execute();
    await sql`insert into ghcr_mirror.sweep values (null)`.execute(db);
  },
};
