import { inPortions } from "./in-portions.ts";
import type { Deliveries } from "./state.ts";
import type { Db } from "./tables.ts";

/** The deliveries of a database; `Intake.accept` writes them. */
export function createDeliveries(db: Db): Deliveries {
  return {
    async known(ids) {
      const known = new Set<string>();
      for (const portion of inPortions(ids)) {
        const rows = await db.selectFrom("deliveries").select("id").where("id", "in", portion).execute();
        for (const { id } of rows) known.add(id);
      }
      return known;
    },
  };
}
