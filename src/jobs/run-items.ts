import type { RunItems } from "./state.ts";
import type { Db } from "./tables.ts";
import { toJsonb } from "./to-jsonb.ts";

/** The images of runs in a database. One that is put twice is replaced. */
export function createRunItems(db: Db): RunItems {
  return {
    async put(run, image) {
      const text = toJsonb(image);
      await db
        .insertInto("run_items")
        .values({ run, destination: image.destination, image: text })
        .onConflict((conflict) => conflict.columns(["run", "destination"]).doUpdateSet({ image: text }))
        .execute();
    },

    async of(run) {
      const rows = await db
        .selectFrom("run_items")
        .select("image")
        .where("run", "=", run)
        .orderBy("position")
        .execute();
      return rows.map(({ image }) => image);
    },
  };
}
