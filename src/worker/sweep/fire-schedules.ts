import { parseSchedule } from "../../config/parse-schedule.ts";
import { nextDue } from "../../config/schedule.ts";
import type { WorkerParts } from "../parts.ts";
import { seedOf } from "../planned-looks.ts";

/** Has the configs looked at whose time has come, once however long nobody was there to do so, and says when they are due next. */
export async function fireSchedules({ state, clock }: Pick<WorkerParts, "state" | "clock">): Promise<void> {
  const now = clock.now();
  const due = await state.schedules.due();
  await state.schedules.fire(
    due.map((look) => {
      // A version that knew other schedules may have stored it: the next push says it anew.
      const schedule = parseSchedule(look.schedule);
      const nextAt = schedule && nextDue(schedule, seedOf(look.repository.id), now);
      return { look, nextAt: nextAt === undefined ? null : new Date(nextAt) };
    }),
  );
}
