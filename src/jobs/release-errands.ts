import type { JobStore } from "./job-store.ts";
import type { Db } from "./tables.ts";

/**
 * Lets the errands go on that were parked for runs which have ended, within a transaction. One whose name another one has by now that
 * waits is dropped.
 */
export async function releaseErrands(
  transaction: Db,
  jobs: JobStore,
  runs: readonly string[],
): Promise<void> {
  if (runs.length === 0) return;
  await transaction
    .deleteFrom("errands")
    .where("parked_for", "in", runs)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom("errands as waiting")
          .select("waiting.id")
          .whereRef("waiting.name", "=", "errands.name")
          .where("waiting.begun", "=", false)
          .where("waiting.parked_for", "is", null),
      ),
    )
    .execute();
  const released = await transaction
    .updateTable("errands")
    // Without its name: two that were parked have the same one, perhaps.
    .set({ parked_for: null, begun: false, name: null })
    .where("parked_for", "in", runs)
    .returning(["id", "key", "position"])
    .execute();
  const tasks = released
    .toSorted((one, other) => one.position - other.position)
    .map(({ id, key }) => ({ subject: id, key }));
  await jobs.add(transaction, "errand", tasks);
}
