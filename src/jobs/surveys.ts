import type { Clock } from "../oci/clock.ts";
import type { Surveys } from "./conversation-state.ts";
import type { Db } from "./tables.ts";
import { toJsonb } from "./to-jsonb.ts";

/** The surveys of a database. */
export function createSurveys(db: Db, clock: Clock): Surveys {
  return {
    async of(key) {
      const row = await db.selectFrom("surveys").select("survey").where("key", "=", key).executeTakeFirst();
      return row?.survey;
    },

    async put(key, survey) {
      const made = { survey: toJsonb(survey), made_at: new Date(clock.now()) };
      await db
        .insertInto("surveys")
        .values({ key, ...made })
        .onConflict((conflict) => conflict.column("key").doUpdateSet(made))
        .execute();
    },
  };
}
