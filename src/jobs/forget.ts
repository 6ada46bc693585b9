import { sql } from "kysely";
import { inPortions } from "./in-portions.ts";
import type { JobStore } from "./job-store.ts";
import { releaseErrands } from "./release-errands.ts";
import type { Db } from "./tables.ts";
import { forgetVerdicts } from "./verdicts.ts";

/** What is kept about a repository until it is forgotten. What was done for good (`audit`) is kept beyond that. */
const ABOUT_REPOSITORIES = [
  "mirrored_images",
  "applied_configs",
  "visits",
  "errands",
  "pull_heads",
  "plans",
  "drifts",
  "troubles",
  "schedules",
  "waiting_images",
  "departures",
  "backups",
] as const;

/** Forgets a repository: see the intent of that name. */
export async function forgetRepository(
  transaction: Db,
  jobs: JobStore,
  repository: number,
  now: Date,
): Promise<void> {
  await forgetAbout(transaction, [repository]);
  await endRuns(transaction, jobs, "repository", repository, now);
}

/** The same for all repositories that an installation gave access to, and what registries said to it. */
export async function forgetInstallation(
  transaction: Db,
  jobs: JobStore,
  installation: number,
  now: Date,
): Promise<void> {
  // Concluded runs do not count: their repository may belong to another installation by now.
  const { rows } = await sql<{ readonly repository: number }>`
    select repository from ghcr_mirror.applied_configs where installation = ${installation}
    union select repository from ghcr_mirror.visits where installation = ${installation}
    union select repository from ghcr_mirror.errands where installation = ${installation}
    union select repository from ghcr_mirror.plans where installation = ${installation}
    union select repository from ghcr_mirror.troubles where installation = ${installation}
    union select repository from ghcr_mirror.schedules where installation = ${installation}
    union select repository from ghcr_mirror.waiting_images where installation = ${installation}
    union select repository from ghcr_mirror.runs where installation = ${installation} and state <> 'concluded'
  `.execute(transaction);
  for (const portion of inPortions(rows)) {
    await forgetAbout(
      transaction,
      portion.map(({ repository }) => repository),
    );
  }
  await endRuns(transaction, jobs, "installation", installation, now);
  await forgetVerdicts(transaction, installation);
}

async function forgetAbout(transaction: Db, repositories: readonly number[]): Promise<void> {
  for (const table of ABOUT_REPOSITORIES) {
    await transaction.deleteFrom(table).where("repository", "in", repositories).execute();
  }
}

/** What waits is concluded, for nobody can be told any longer; what runs learns that it is not wanted. */
async function endRuns(
  transaction: Db,
  jobs: JobStore,
  by: "repository" | "installation",
  id: number,
  now: Date,
): Promise<void> {
  const concluded = await transaction
    .updateTable("runs")
    .set({
      state: "concluded",
      conclusion: sql`case when check_run is null then 'none' else 'cancelled' end`,
      concluded_at: now,
      wanted: false,
    })
    .where(by, "=", id)
    .where("state", "in", ["requested", "queued", "superseded"])
    .returning("id")
    .execute();
  await transaction
    .updateTable("runs")
    .set({ wanted: false })
    .where(by, "=", id)
    .where("state", "in", ["running", "finished"])
    .execute();
  await releaseErrands(
    transaction,
    jobs,
    concluded.map(({ id }) => id),
  );
}
