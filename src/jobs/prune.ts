import { sql } from "kysely";
import type { Db } from "./tables.ts";

const DAY = 24 * 3600 * 1000;
/** GitHub redelivers what is at most 3 days old. */
const DELIVERY_AGE = 7 * DAY;
/** Whoever uses them trusts them for a shorter time. */
const VERDICT_AGE = 7 * DAY;
/** One whose job is lost or was given up: by now, nobody waits for the answer. */
const ERRAND_AGE = 7 * DAY;
const SURVEY_AGE = 30 * DAY;
const SIGHTING_AGE = 30 * DAY;
/** Beyond it, an account is not told of any longer. */
const LIMIT_AGE = DAY;
/** A pull request that is open for longer gets a new one with its next push. */
const PLAN_AGE = 90 * DAY;
/** An issue that was closed before is not opened again, but another one is. */
const TROUBLE_AGE = 90 * DAY;
/** A quarter: whoever looks into what a mirror did looks at the last release, or at the last report. */
const RUN_AGE = 90 * DAY;
/** Concluded runs of one repository, for one that is pushed to by a machine. */
const RUNS = 1000;

/** Forgets what is old at `now` (milliseconds since the epoch): see `State.prune`. With runs, their images and dispatches go. */
export async function prune(db: Db, now: number): Promise<void> {
  const before = (age: number) => new Date(now - age);
  await db.deleteFrom("deliveries").where("received_at", "<", before(DELIVERY_AGE)).execute();
  await db.deleteFrom("verdicts").where("checked_at", "<", before(VERDICT_AGE)).execute();
  await db.deleteFrom("surveys").where("made_at", "<", before(SURVEY_AGE)).execute();
  await db.deleteFrom("plans").where("computed_at", "<", before(PLAN_AGE)).execute();
  await db.deleteFrom("troubles").where("over_at", "<", before(TROUBLE_AGE)).execute();
  await db.deleteFrom("sightings").where("seen_at", "<", before(SIGHTING_AGE)).execute();
  await prunePulls(db, now);
  await pruneErrands(db, before(ERRAND_AGE));
  await pruneRuns(db, before(RUN_AGE));
}

/** Pulls after two windows of their limit; limits after a day, or after their window where that is longer. */
async function prunePulls(db: Db, now: number): Promise<void> {
  await db
    .deleteFrom("pulls")
    .where(
      "taken_at",
      "<",
      sql<Date>`${new Date(now)}::timestamptz - make_interval(secs => 2 * coalesce((
        select seconds from ghcr_mirror.pull_limits
        where pull_limits.registry = pulls.registry and pull_limits.identity = pulls.identity
      ), ${LIMIT_AGE / 1000}::integer))`,
    )
    .execute();
  await db
    .deleteFrom("pull_limits")
    .where("seen_at", "<", new Date(now - LIMIT_AGE))
    .where("seen_at", "<", sql<Date>`${new Date(now)}::timestamptz - make_interval(secs => seconds)`)
    .execute();
}

/** Those that have no job, and wait for no run that may still end. */
async function pruneErrands(db: Db, before: Date): Promise<void> {
  await db
    .deleteFrom("errands")
    .where("created_at", "<", before)
    .where(sql<boolean>`not exists (
      select from pgboss.job where job.name = 'errand' and job.data->>'subject' = errands.id::text
    )`)
    .where(sql<boolean>`not exists (
      select from ghcr_mirror.runs where runs.id = errands.parked_for and runs.state <> 'concluded'
    )`)
    .execute();
}

async function pruneRuns(db: Db, before: Date): Promise<void> {
  const numbered = db
    .selectFrom("runs")
    .select(["id", "concluded_at"])
    .select(sql<number>`row_number() over (partition by repository order by position desc)`.as("place"))
    .where("state", "=", "concluded")
    .as("numbered");
  await db
    .deleteFrom("runs")
    .where("id", "in", (query) =>
      query
        .selectFrom(numbered)
        .select("id")
        .where((either) => either.or([either("place", ">", RUNS), either("concluded_at", "<", before)])),
    )
    .execute();
}
