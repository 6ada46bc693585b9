import type { Deliveries } from "./state.ts";
import type { Db } from "./tables.ts";

/** The deliveries of a database; `Intake.accept` writes them. */
export function createDeliveries(db: Db): Deliveries {
  return {
    async known(ids) {
      if (ids.length === 0) return new Set();
      const rows = await db.selectFrom("deliveries").select("id").where("id", "in", ids).execute();
      return new Set(rows.map(({ id }) => id));
    },
  };
}
