import { sql } from "kysely";
import type { Db } from "./tables.ts";
import { forgetVerdicts } from "./verdicts.ts";

/** Forgets a repository: see the intent of that name. */
export async function forgetRepository(transaction: Db, repository: number, now: Date): Promise<void> {
  await endRuns(transaction, "repository", repository, now);
  await transaction.deleteFrom("mirrored_images").where("repository", "=", repository).execute();
  await transaction.deleteFrom("applied_configs").where("repository", "=", repository).execute();
  await transaction.deleteFrom("visits").where("repository", "=", repository).execute();
}

/** The same for all repositories that an installation gave access to, and what registries said to it. */
export async function forgetInstallation(transaction: Db, installation: number, now: Date): Promise<void> {
  const applied = transaction
    .selectFrom("applied_configs")
    .select("repository")
    .where("installation", "=", installation);
  const running = transaction
    .selectFrom("runs")
    .select("repository")
    .where("installation", "=", installation)
    .where("state", "<>", "concluded");
  await transaction.deleteFrom("mirrored_images").where("repository", "in", applied.union(running)).execute();
  await endRuns(transaction, "installation", installation, now);
  await transaction.deleteFrom("applied_configs").where("installation", "=", installation).execute();
  await transaction.deleteFrom("visits").where("installation", "=", installation).execute();
  await forgetVerdicts(transaction, installation);
}

/** What waits is concluded, for nobody can be told any longer; what runs learns that it is not wanted. */
async function endRuns(
  transaction: Db,
  by: "repository" | "installation",
  id: number,
  now: Date,
): Promise<void> {
  await transaction
    .updateTable("runs")
    .set({
      state: "concluded",
      conclusion: sql`case when check_run is null then 'none' else 'cancelled' end`,
      concluded_at: now,
      wanted: false,
    })
    .where(by, "=", id)
    .where("state", "in", ["requested", "queued", "superseded"])
    .execute();
  await transaction
    .updateTable("runs")
    .set({ wanted: false })
    .where(by, "=", id)
    .where("state", "in", ["running", "finished"])
    .execute();
}
