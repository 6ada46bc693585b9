import type { Intent } from "./intent.ts";
import type { Db } from "./tables.ts";

/** Carries in where the head of a pull request is: see the intent of that name. With a pull request that is closed, its plan is forgotten. */
export async function moveHead(
  transaction: Db,
  { repository, pull, head }: Extract<Intent, { kind: "head" }>,
): Promise<void> {
  if (head !== null) {
    await transaction
      .insertInto("pull_heads")
      .values({ repository, pull, head })
      .onConflict((conflict) => conflict.columns(["repository", "pull"]).doUpdateSet({ head }))
      .execute();
    return;
  }
  for (const table of ["pull_heads", "plans"] as const) {
    await transaction
      .deleteFrom(table)
      .where("repository", "=", repository)
      .where("pull", "=", pull)
      .execute();
  }
}

/** The head of an open pull request, as far as events have told. */
export async function headOfPull(transaction: Db, repository: number, pull: number): Promise<string | null> {
  const row = await transaction
    .selectFrom("pull_heads")
    .select("head")
    .where("repository", "=", repository)
    .where("pull", "=", pull)
    .executeTakeFirst();
  return row?.head ?? null;
}
