import type { Place } from "./errand.ts";
import { inPortions } from "./in-portions.ts";
import type { PlannedLook } from "./keeping-state.ts";
import { placeColumns } from "./place-of.ts";
import type { Db } from "./tables.ts";
import { toJsonb } from "./to-jsonb.ts";

/** Has a repository be looked at as these say, and no longer as others said, within a transaction. */
export async function replaceSchedules(
  transaction: Db,
  place: Place,
  looks: readonly PlannedLook[],
  now: Date,
): Promise<void> {
  await transaction.deleteFrom("schedules").where("repository", "=", place.repository.id).execute();
  const rows = [...new Map(looks.map((look) => [look.schedule, look])).values()].map(
    ({ schedule, scope, dueAt }) => ({
      ...placeColumns(place),
      schedule,
      scope: toJsonb(scope),
      due_at: dueAt,
      planned_at: now,
    }),
  );
  for (const portion of inPortions(rows)) {
    await transaction.insertInto("schedules").values(portion).execute();
  }
}
