import type { Selectable } from "kysely";
import type { JobStore } from "./job-store.ts";
import { placeColumns, placeOf } from "./place-of.ts";
import { releaseErrands } from "./release-errands.ts";
import { replaceSchedules } from "./replace-schedules.ts";
import type { Conclusion } from "./run.ts";
import type { Leavings, NewlyApplied } from "./state.ts";
import { storeErrands } from "./store-errands.ts";
import { storeWaiting } from "./store-waiting.ts";
import type { Db, RunsTable } from "./tables.ts";
import { toJsonb } from "./to-jsonb.ts";

/**
 * Concludes a run within a transaction, lets the errands go on that were parked for it, stores what it leaves, and remembers its config where
 * it is the newest applied: see `Runs.conclude`.
 */
export async function concludeRun(
  transaction: Db,
  jobs: JobStore,
  id: string,
  conclusion: Conclusion,
  now: Date,
  applied?: NewlyApplied | null,
  { errands = [], images }: Leavings = {},
): Promise<void> {
  const run = await transaction
    .updateTable("runs")
    .set({ state: "concluded", conclusion, concluded_at: now })
    .where("id", "=", id)
    .where("state", "<>", "concluded")
    .returningAll()
    .executeTakeFirst();
  if (!run) return;
  await releaseErrands(transaction, jobs, [id]);
  await storeErrands(transaction, jobs, errands, now);
  await endAllotment(transaction, id);
  // What was forgotten stays so, and what a pull request proposes is not applied.
  if (!run.wanted || run.pull !== null) return;
  if (applied === null) return await forgetConfig(transaction, run.repository);
  if (images) await storeWaiting(transaction, placeOf(run), images, now);
  // Some of its entries: the rest may still have to be carried out.
  if (applied && run.scope.length === 0) await rememberConfig(transaction, run, applied, now);
}

/** Others may have the pulls that the run did not take. */
async function endAllotment(transaction: Db, run: string): Promise<void> {
  await transaction
    .updateTable("waiting_images")
    .set({ allotted_at: null, allotted_to: null })
    .where("allotted_to", "=", run)
    .execute();
}

async function forgetConfig(transaction: Db, repository: number): Promise<void> {
  for (const table of ["applied_configs", "schedules", "waiting_images"] as const) {
    await transaction.deleteFrom(table).where("repository", "=", repository).execute();
  }
}

async function rememberConfig(
  transaction: Db,
  run: Selectable<RunsTable>,
  applied: NewlyApplied,
  now: Date,
): Promise<void> {
  const { position } = run;
  const path = applied.path ?? run.config_path;
  const values = {
    ...placeColumns(placeOf(run)),
    commit: applied.commit,
    config_sha: applied.configSha,
    awaits: applied.awaits ?? null,
    run: run.id,
    position,
    applied_at: now,
    ...(path !== null && { path }),
    ...(applied.sources && { sources: toJsonb(applied.sources) }),
  };
  const remembered = await transaction
    .insertInto("applied_configs")
    .values({ sources: "[]", ...values })
    .onConflict((conflict) =>
      // A newer config that was found to be wrong while this run went on has come first.
      conflict.column("repository").doUpdateSet(values).where("applied_configs.position", "<=", position),
    )
    .returning("run")
    .executeTakeFirst();
  if (remembered && applied.schedules)
    await replaceSchedules(transaction, placeOf(run), applied.schedules, now);
}
