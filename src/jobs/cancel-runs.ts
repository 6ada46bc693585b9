import type { JobStore } from "./job-store.ts";
import { readRun } from "./read-run.ts";
import type { Run, RunState } from "./run.ts";
import type { Db } from "./tables.ts";

/** What has not been done yet. */
const UNFINISHED: readonly RunState[] = ["requested", "queued", "running"];

/** Has runs end, within a transaction: see `Runs.cancel`. Those that wait for another try end at once. */
export async function cancelRuns(
  transaction: Db,
  jobs: JobStore,
  repository: number,
  pull: number | null,
  by: string,
): Promise<readonly Run[]> {
  await transaction
    .updateTable("runs")
    .set({ cancelled_by: by })
    .where("repository", "=", repository)
    .where("pull", "is not distinct from", pull)
    .where("state", "in", UNFINISHED)
    .where("cancelled_by", "is", null)
    .execute();
  const rows = await transaction
    .selectFrom("runs")
    .selectAll()
    .where("repository", "=", repository)
    .where("pull", "is not distinct from", pull)
    .where("state", "in", UNFINISHED)
    .where("cancelled_by", "is not", null)
    .orderBy("position")
    .execute();
  const ids = rows.map(({ id }) => id);
  await jobs.tryNow(transaction, "announce", ids);
  await jobs.tryNow(transaction, "reconcile", ids);
  return rows.map(readRun);
}
