import type { Drifts } from "./conversation-state.ts";
import { inPortions } from "./in-portions.ts";
import type { Db } from "./tables.ts";

/** The drifts of a database. */
export function createDrifts(db: Db): Drifts {
  return {
    async of(repository) {
      const rows = await db
        .selectFrom("drifts")
        .selectAll()
        .where("repository", "=", repository)
        .orderBy("destination")
        .execute();
      return rows.map(({ seen_at: seenAt, ...drift }) => ({ ...drift, seenAt }));
    },

    async put({ repository, destination, expected, found, seenAt }) {
      const seen = { expected, found, seen_at: seenAt };
      await db
        .insertInto("drifts")
        .values({ repository, destination, ...seen })
        .onConflict((conflict) => conflict.columns(["repository", "destination"]).doUpdateSet(seen))
        .execute();
    },

    async settle(repository, destinations) {
      for (const portion of inPortions(destinations)) {
        await db
          .deleteFrom("drifts")
          .where("repository", "=", repository)
          .where("destination", "in", portion)
          .execute();
      }
    },
  };
}
