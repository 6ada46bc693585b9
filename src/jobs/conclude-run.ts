import type { Conclusion } from "./run.ts";
import type { NewlyApplied } from "./state.ts";
import type { Db } from "./tables.ts";

/** Concludes a run within a transaction, and remembers its config where it is the newest applied: see `Runs.conclude`. */
export async function concludeRun(
  transaction: Db,
  id: string,
  conclusion: Conclusion,
  now: Date,
  applied?: NewlyApplied | null,
): Promise<void> {
  const run = await transaction
    .updateTable("runs")
    .set({ state: "concluded", conclusion, concluded_at: now })
    .where("id", "=", id)
    .where("state", "<>", "concluded")
    .returning(["repository", "installation", "position", "wanted"])
    .executeTakeFirst();
  // What was forgotten stays so.
  if (!run?.wanted || applied === undefined) return;
  const { repository, installation, position } = run;
  if (applied === null) {
    await transaction.deleteFrom("applied_configs").where("repository", "=", repository).execute();
    return;
  }
  const values = {
    installation,
    commit: applied.commit,
    config_sha: applied.configSha,
    awaits: applied.awaits ?? null,
    run: id,
    position,
    applied_at: now,
  };
  await transaction
    .insertInto("applied_configs")
    .values({ repository, ...values })
    .onConflict((conflict) =>
      // A newer config that was found to be wrong while this run went on has come first.
      conflict.column("repository").doUpdateSet(values).where("applied_configs.position", "<=", position),
    )
    .execute();
}
