import type { Errand } from "./errand.ts";
import type { JobStore } from "./job-store.ts";
import { releaseErrands } from "./release-errands.ts";
import type { Conclusion } from "./run.ts";
import type { NewlyApplied } from "./state.ts";
import { storeErrands } from "./store-errands.ts";
import type { Db } from "./tables.ts";
import { toJsonb } from "./to-jsonb.ts";

/**
 * Concludes a run within a transaction, lets the errands go on that were parked for it, and remembers its config where it is the newest
 * applied: see `Runs.conclude`.
 */
export async function concludeRun(
  transaction: Db,
  jobs: JobStore,
  id: string,
  conclusion: Conclusion,
  now: Date,
  applied?: NewlyApplied | null,
  errands: readonly Errand[] = [],
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
  // What was forgotten stays so, and what a pull request proposes is not applied.
  if (!run.wanted || run.pull !== null || applied === undefined) return;
  const { installation, repository, owner, name, position } = run;
  if (applied === null) {
    await transaction.deleteFrom("applied_configs").where("repository", "=", repository).execute();
    return;
  }
  // Some of its entries: the rest may still have to be carried out.
  if (run.scope.length > 0) return;
  const path = applied.path ?? run.config_path;
  const values = {
    installation,
    owner,
    name,
    commit: applied.commit,
    config_sha: applied.configSha,
    awaits: applied.awaits ?? null,
    run: id,
    position,
    applied_at: now,
    ...(path !== null && { path }),
    ...(applied.sources && { sources: toJsonb(applied.sources) }),
  };
  await transaction
    .insertInto("applied_configs")
    .values({ repository, sources: "[]", ...values })
    .onConflict((conflict) =>
      // A newer config that was found to be wrong while this run went on has come first.
      conflict.column("repository").doUpdateSet(values).where("applied_configs.position", "<=", position),
    )
    .execute();
}
