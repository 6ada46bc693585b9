import { inPortions } from "./in-portions.ts";
import type { Verdict, Verdicts } from "./state.ts";
import type { Db } from "./tables.ts";

/** The verdicts of a database. */
export function createVerdicts(db: Db): Verdicts {
  return {
    async of(destinations) {
      const verdicts: Verdict[] = [];
      for (const portion of inPortions(destinations)) {
        const rows = await db
          .selectFrom("verdicts")
          .selectAll()
          .where("destination", "in", portion)
          .orderBy("destination")
          .orderBy("deed")
          .execute();
        for (const { destination, deed, is_accepted: isAccepted, reason, checked_at: checkedAt } of rows)
          verdicts.push({ destination, deed, isAccepted, reason, checkedAt });
      }
      return verdicts;
    },

    async put(installation, { destination, deed, isAccepted, reason, checkedAt }) {
      const found = { installation, is_accepted: isAccepted, reason, checked_at: checkedAt };
      await db
        .insertInto("verdicts")
        .values({ destination, deed, ...found })
        .onConflict((conflict) => conflict.columns(["destination", "deed"]).doUpdateSet(found))
        .execute();
    },

    forget: (installation) => forgetVerdicts(db, installation),
  };
}

/** Forgets what registries said to an installation, perhaps within a transaction. */
export async function forgetVerdicts(db: Db, installation: number): Promise<void> {
  await db.deleteFrom("verdicts").where("installation", "=", installation).execute();
}
