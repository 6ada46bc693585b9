import { sql } from "kysely";
import type { RepositoryIdentity } from "./request.ts";
import type { Db } from "./tables.ts";
import { toJsonb } from "./to-jsonb.ts";

/** Gives a repository another name or owner: see the intent of that name. What is past keeps the old one. */
export async function rename(transaction: Db, repository: RepositoryIdentity): Promise<void> {
  const { id, owner, name } = repository;
  await transaction
    .updateTable("runs")
    .set({ owner, name })
    .where("repository", "=", id)
    .where("state", "<>", "concluded")
    .execute();
  for (const table of ["applied_configs", "plans", "troubles", "schedules", "waiting_images"] as const) {
    await transaction.updateTable(table).set({ owner, name }).where("repository", "=", id).execute();
  }
  await transaction
    .updateTable("errands")
    .set({ errand: sql`errand || jsonb_build_object('repository', ${toJsonb({ id, owner, name })}::jsonb)` })
    .where("repository", "=", id)
    .execute();
}
