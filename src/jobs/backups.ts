import type { Clock } from "../oci/clock.ts";
import { inPortions } from "./in-portions.ts";
import type { Backups } from "./keeping-state.ts";
import type { Db } from "./tables.ts";

/** The backups of a database. One that is made once more is as new as its last overwriting. */
export function createBackups(db: Db, clock: Clock): Backups {
  return {
    async of(repository) {
      const rows = await db
        .selectFrom("backups")
        .selectAll()
        .where("repository", "=", repository)
        .orderBy("made_at", "desc")
        .orderBy("backup")
        .execute();
      return rows.map(({ made_at: madeAt, ...backup }) => ({ ...backup, madeAt }));
    },

    async put(backups) {
      const made_at = new Date(clock.now());
      // A statement may not touch a row twice.
      const latest = new Map(backups.map((each) => [`${each.repository} ${each.backup}`, each]));
      const rows = [...latest.values()].map(({ repository, backup, destination, source, digest }) => ({
        repository,
        backup,
        destination,
        source,
        digest,
        made_at,
      }));
      for (const portion of inPortions(rows)) {
        await db
          .insertInto("backups")
          .values(portion)
          .onConflict((conflict) =>
            conflict.columns(["repository", "backup"]).doUpdateSet(({ ref }) => ({
              destination: ref("excluded.destination"),
              source: ref("excluded.source"),
              digest: ref("excluded.digest"),
              made_at: ref("excluded.made_at"),
            })),
          )
          .execute();
      }
    },

    async forget(repository, backups) {
      for (const portion of inPortions(backups)) {
        await db
          .deleteFrom("backups")
          .where("repository", "=", repository)
          .where("backup", "in", portion)
          .execute();
      }
    },
  };
}
