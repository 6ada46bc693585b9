import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** Schedules, sightings, pulls and what waits for them, what has left, backups, and what was done for good. */
export const keepingUp: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const tables = db.schema.withSchema("ghcr_mirror");
    await tables
      .createTable("schedules")
      .addColumn("repository", "bigint", (column) => column.notNull())
      .addColumn("schedule", "text", (column) => column.notNull())
      .addColumn("installation", "bigint", (column) => column.notNull())
      .addColumn("owner", "text", (column) => column.notNull())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("scope", "jsonb", (column) => column.notNull())
      .addColumn("due_at", "timestamptz", (column) => column.notNull())
      .addColumn("planned_at", "timestamptz", (column) => column.notNull())
      .addPrimaryKeyConstraint("schedules_pkey", ["repository", "schedule"])
      .execute();
    await tables.createIndex("schedules_due").on("schedules").column("due_at").execute();
    await tables.createIndex("schedules_by_plan").on("schedules").column("planned_at").execute();

    await tables
      .createTable("sightings")
      .addColumn("source", "text", (column) => column.primaryKey())
      .addColumn("digest", "text", (column) => column.notNull())
      .addColumn("since", "timestamptz", (column) => column.notNull())
      .addColumn("seen_at", "timestamptz", (column) => column.notNull())
      .execute();
    await tables.createIndex("sightings_by_age").on("sightings").column("seen_at").execute();

    await tables
      .createTable("pull_limits")
      .addColumn("registry", "text", (column) => column.notNull())
      .addColumn("identity", "text", (column) => column.notNull())
      .addColumn("granted", "integer", (column) => column.notNull())
      .addColumn("remaining", "integer", (column) => column.notNull())
      .addColumn("seconds", "integer", (column) => column.notNull())
      .addColumn("seen_at", "timestamptz", (column) => column.notNull())
      .addPrimaryKeyConstraint("pull_limits_pkey", ["registry", "identity"])
      .execute();

    await tables
      .createTable("pulls")
      .addColumn("registry", "text", (column) => column.notNull())
      .addColumn("identity", "text", (column) => column.notNull())
      .addColumn("repository", "bigint")
      .addColumn("taken_at", "timestamptz", (column) => column.notNull())
      .execute();
    await tables
      .createIndex("pulls_by_age")
      .on("pulls")
      .columns(["registry", "identity", "taken_at"])
      .execute();

    await tables
      .createTable("waiting_images")
      .addColumn("repository", "bigint", (column) => column.notNull())
      .addColumn("source", "text", (column) => column.notNull())
      .addColumn("installation", "bigint", (column) => column.notNull())
      .addColumn("owner", "text", (column) => column.notNull())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("registry", "text", (column) => column.notNull())
      .addColumn("identity", "text")
      .addColumn("urgency", "smallint", (column) => column.notNull())
      .addColumn("pulls", "integer", (column) => column.notNull())
      .addColumn("until", "timestamptz", (column) => column.notNull())
      .addColumn("since", "timestamptz", (column) => column.notNull())
      .addColumn("noted_at", "timestamptz", (column) => column.notNull())
      .addColumn("allotted_at", "timestamptz")
      .addColumn("allotted_to", "uuid")
      .addPrimaryKeyConstraint("waiting_images_pkey", ["repository", "source"])
      .execute();
    await tables.createIndex("waiting_images_due").on("waiting_images").column("until").execute();
    await tables.createIndex("waiting_images_by_note").on("waiting_images").column("noted_at").execute();
    await tables
      .createIndex("waiting_images_allotted")
      .on("waiting_images")
      .columns(["registry", "allotted_at"])
      .where(sql.ref("allotted_at"), "is not", null)
      .execute();
    await tables
      .createIndex("waiting_images_by_run")
      .on("waiting_images")
      .column("allotted_to")
      .where(sql.ref("allotted_to"), "is not", null)
      .execute();

    await tables
      .createTable("departures")
      .addColumn("repository", "bigint", (column) => column.notNull())
      .addColumn("destination", "text", (column) => column.notNull())
      .addColumn("source", "text", (column) => column.notNull())
      .addColumn("digest", "text", (column) => column.notNull())
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("announced_at", "timestamptz", (column) => column.notNull())
      .addColumn("kept_at", "timestamptz")
      .addColumn("failed_at", "timestamptz")
      .addPrimaryKeyConstraint("departures_pkey", ["repository", "destination"])
      .execute();

    await tables
      .createTable("backups")
      .addColumn("repository", "bigint", (column) => column.notNull())
      .addColumn("backup", "text", (column) => column.notNull())
      .addColumn("destination", "text", (column) => column.notNull())
      .addColumn("source", "text", (column) => column.notNull())
      .addColumn("digest", "text", (column) => column.notNull())
      .addColumn("made_at", "timestamptz", (column) => column.notNull())
      .addPrimaryKeyConstraint("backups_pkey", ["repository", "backup"])
      .execute();

    // Refers to nothing: what it tells of may be forgotten long before.
    await tables
      .createTable("audit")
      .addColumn("position", "bigint", (column) => column.primaryKey().generatedAlwaysAsIdentity())
      .addColumn("repository", "bigint", (column) => column.notNull())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("run", "uuid", (column) => column.notNull())
      .addColumn("deed", "text", (column) => column.notNull())
      .addColumn("destination", "text", (column) => column.notNull())
      .addColumn("digest", "text", (column) => column.notNull())
      .addColumn("source", "text")
      .addColumn("reason", "text", (column) => column.notNull())
      .addColumn("at", "timestamptz", (column) => column.notNull())
      .addUniqueConstraint("audit_once", ["run", "deed", "destination"])
      .execute();
    await tables.createIndex("audit_by_repository").on("audit").columns(["repository", "position"]).execute();

    await tables
      .alterTable("runs")
      .addColumn("urgency", "smallint", (column) => column.notNull().defaultTo(1))
      .execute();
    await tables.alterTable("mirrored_images").addColumn("platforms", "text").execute();

    // What was applied before there were schedules has the one that is meant where none is named. Its first run puts down what the config says.
    await sql`
      insert into ghcr_mirror.schedules (repository, schedule, installation, owner, name, scope, due_at, planned_at)
      select repository, 'every 6h', installation, owner, name, '[]',
        now() + (repository % 360) * interval '1 minute', now()
      from ghcr_mirror.applied_configs`.execute(db);
  },
};
