import type { Clock } from "../oci/clock.ts";
import { inPortions } from "./in-portions.ts";
import type { AuditTrail } from "./keeping-state.ts";
import type { Db } from "./tables.ts";

/** The audit trail of a database. What a run that is taken up again tells once more is in it already. */
export function createAuditTrail(db: Db, clock: Clock): AuditTrail {
  return {
    async append(records) {
      const at = new Date(clock.now());
      for (const portion of inPortions(records)) {
        await db
          .insertInto("audit")
          .values(portion.map((record) => ({ ...record, at })))
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
    },

    async of(repository, most) {
      return await db
        .selectFrom("audit")
        .select(["repository", "name", "run", "deed", "destination", "digest", "source", "reason", "at"])
        .where("repository", "=", repository)
        .orderBy("position", "desc")
        .limit(most)
        .execute();
    },
  };
}
