import { sql } from "kysely";
import type { Clock } from "../oci/clock.ts";
import { cancelRuns } from "./cancel-runs.ts";
import { concludeRun } from "./conclude-run.ts";
import type { JobStore } from "./job-store.ts";
import { readRun } from "./read-run.ts";
import type { Runs } from "./state.ts";
import { supersedeRuns } from "./supersede-runs.ts";
import type { Db } from "./tables.ts";
import { toJsonb } from "./to-jsonb.ts";

/** Orphans of one look; the next look finds the rest. */
const MOST_ORPHANS = 100;

/** The runs of a database. */
export function createRuns(db: Db, jobs: JobStore, clock: Clock): Runs {
  const now = () => new Date(clock.now());

  return {
    async find(id) {
      const row = await db.selectFrom("runs").selectAll().where("id", "=", id).executeTakeFirst();
      return row && readRun(row);
    },

    async wantedConfig(repository) {
      const open = await db
        .selectFrom("runs")
        .select("config_sha")
        .where("repository", "=", repository)
        .where("state", "in", ["queued", "running", "finished"])
        .where("config_sha", "is not", null)
        .where("pull", "is", null)
        .where("cancelled_by", "is", null)
        // Of some entries only: the rest of that config may still have to be carried out.
        .where(sql<boolean>`scope = '[]'::jsonb`)
        .orderBy("position", "desc")
        .limit(1)
        .executeTakeFirst();
      if (open?.config_sha) return { configSha: open.config_sha, awaits: null };
      const applied = await db
        .selectFrom("applied_configs")
        .select(["config_sha as configSha", "awaits"])
        .where("repository", "=", repository)
        .executeTakeFirst();
      return applied;
    },

    async mustWait(repository, slots) {
      const { same, all } = await db
        .selectFrom("runs")
        .select([
          sql<number>`count(*) filter (where repository = ${repository})`.as("same"),
          sql<number>`count(*) filter (
            where not exists (select from ghcr_mirror.dispatches where dispatches.run = runs.id)
          )`.as("all"),
        ])
        .where("state", "in", ["queued", "running"])
        .executeTakeFirstOrThrow();
      return same > 0 || all >= slots;
    },

    async pin(id, commit) {
      await db.updateTable("runs").set({ commit }).where("id", "=", id).where("commit", "is", null).execute();
    },

    async enqueue(id, { commit, configSha, configPath, checkRun }) {
      await jobs.transact(async (transaction) => {
        const run = await transaction
          .updateTable("runs")
          .set({
            state: "queued",
            commit,
            config_sha: configSha,
            config_path: configPath,
            check_run: checkRun,
          })
          .where("id", "=", id)
          .where("state", "=", "requested")
          .returning(["id", "repository"])
          .executeTakeFirst();
        if (run) await jobs.add(transaction, "reconcile", [{ subject: run.id, key: String(run.repository) }]);
      });
    },

    supersede: (id, commit) =>
      jobs.transact((transaction) => supersedeRuns(transaction, jobs, id, commit, now())),

    async start(id) {
      return jobs.transact(async (transaction) => {
        const before = await transaction
          .selectFrom("runs")
          .select(["state", "wanted", "started_at", "check_run"])
          .where("id", "=", id)
          .forUpdate()
          .executeTakeFirst();
        if (!before || !["queued", "running", "finished"].includes(before.state)) return undefined;
        if (!before.wanted) {
          await concludeRun(transaction, jobs, id, before.check_run === null ? "none" : "cancelled", now());
          return undefined;
        }
        const row = await transaction
          .updateTable("runs")
          .set({
            state: before.state === "finished" ? "finished" : "running",
            started_at: before.started_at ?? now(),
          })
          .where("id", "=", id)
          .returningAll()
          .executeTakeFirstOrThrow();
        return readRun(row);
      });
    },

    async attach(id, checkRun) {
      await db
        .updateTable("runs")
        .set({ check_run: checkRun })
        .where("id", "=", id)
        .where("state", "<>", "concluded")
        .execute();
    },

    async finish(id, published) {
      await db
        .updateTable("runs")
        .set({ state: "finished", published: toJsonb(published), finished_at: now() })
        .where("id", "=", id)
        .where("state", "=", "running")
        .execute();
    },

    async conclude(id, conclusion, applied, leavings) {
      await jobs.transact((transaction) =>
        concludeRun(transaction, jobs, id, conclusion, now(), applied, leavings),
      );
    },

    async isWanted(id) {
      const run = await db
        .selectFrom("runs")
        .select("id")
        .where("id", "=", id)
        .where("wanted", "=", true)
        .where("cancelled_by", "is", null)
        .executeTakeFirst();
      return run !== undefined;
    },

    cancel: (repository, pull, by) =>
      jobs.transact((transaction) => cancelRuns(transaction, jobs, repository, pull, by)),

    async open(repository) {
      const rows = await db
        .selectFrom("runs")
        .selectAll()
        .where("repository", "=", repository)
        .where("state", "<>", "concluded")
        .orderBy("position")
        .execute();
      return rows.map(readRun);
    },

    async latest(repository, pull, most) {
      const rows = await db
        .selectFrom("runs")
        .selectAll()
        .where("repository", "=", repository)
        .where("pull", "is not distinct from", pull)
        .where("state", "=", "concluded")
        .where("conclusion", "<>", "none")
        .orderBy("position", "desc")
        .limit(most)
        .execute();
      return rows.map(readRun);
    },

    async orphans() {
      const rows = await db
        .selectFrom("runs")
        .selectAll()
        .where("state", "<>", "concluded")
        .where(sql<boolean>`not exists (select from pgboss.job where job.id = runs.id)`)
        .orderBy("position")
        .limit(MOST_ORPHANS)
        .execute();
      return rows.map(readRun);
    },
  };
}
