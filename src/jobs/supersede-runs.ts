import { sql } from "kysely";
import type { JobStore } from "./job-store.ts";
import { readRun } from "./read-run.ts";
import { releaseErrands } from "./release-errands.ts";
import type { Reason } from "./request.ts";
import type { Run } from "./run.ts";
import type { Db } from "./tables.ts";

/** What comes about by itself brings no news: what waits may well have some to tell. */
const KEEPING_UP: readonly Reason[] = ["schedule", "resumed"];

/** Has older runs give way within a transaction: see `Runs.supersede`. */
export async function supersedeRuns(
  transaction: Db,
  jobs: JobStore,
  id: string,
  commit: string,
  now: Date,
): Promise<readonly Run[]> {
  const newer = await transaction
    .selectFrom("runs")
    .select(["repository", "position", "pull", "scope", "asker", "reason"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (!newer || newer.scope.length > 0 || KEEPING_UP.includes(newer.reason)) return [];
  const ended = await transaction
    .updateTable("runs")
    .set({
      state: sql`case when check_run is null then 'concluded' else 'superseded' end`,
      conclusion: sql`case when check_run is null then 'none' end`,
      concluded_at: sql`case when check_run is null then ${now}::timestamptz end`,
      superseded_by: commit,
    })
    .where("repository", "=", newer.repository)
    .where("pull", "is not distinct from", newer.pull)
    .where("position", "<", newer.position)
    .where("state", "in", ["requested", "queued"])
    .$if(newer.asker === null, (older) => older.where("asker", "is", null))
    .returning(["id", "state"])
    .execute();
  const concluded = ended.filter(({ state }) => state === "concluded");
  await releaseErrands(
    transaction,
    jobs,
    concluded.map(({ id }) => id),
  );
  const untold = await transaction
    .selectFrom("runs")
    .selectAll()
    .where("repository", "=", newer.repository)
    .where("pull", "is not distinct from", newer.pull)
    .where("position", "<", newer.position)
    .where("state", "=", "superseded")
    .orderBy("position")
    .execute();
  return untold.map(readRun);
}
