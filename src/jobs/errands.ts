import type { Errands } from "./conversation-state.ts";
import type { Db } from "./tables.ts";

/** The errands of a database; `Intake` stores them, and the end of a run lets those go on that were parked for it. */
export function createErrands(db: Db): Errands {
  return {
    async begin(id) {
      const row = await db
        .updateTable("errands")
        .set({ begun: true })
        .where("id", "=", id)
        .where("parked_for", "is", null)
        .returning(["errand", "created_at"])
        .executeTakeFirst();
      return row && { id, errand: row.errand, createdAt: row.created_at };
    },

    async end(id) {
      await db
        .deleteFrom("errands")
        .where("id", "=", id)
        // One that was parked is to be begun again, and may have been let go on by now.
        .where("begun", "=", true)
        .where("parked_for", "is", null)
        .execute();
    },

    async park(id, run) {
      return db.transaction().execute(async (transaction) => {
        // Locked, so that it does not end between this look and the next statement.
        const open = await transaction
          .selectFrom("runs")
          .select("id")
          .where("id", "=", run)
          .where("state", "<>", "concluded")
          .forUpdate()
          .executeTakeFirst();
        if (!open) return false;
        await transaction.updateTable("errands").set({ parked_for: run }).where("id", "=", id).execute();
        return true;
      });
    },

    async isRepeated(id) {
      const newer = await db
        .selectFrom("errands as own")
        .innerJoin("errands as newer", "newer.key", "own.key")
        .select("newer.id")
        .where("own.id", "=", id)
        .whereRef("newer.position", ">", "own.position")
        .where("newer.begun", "=", false)
        .where("newer.parked_for", "is", null)
        .where(({ eb, ref }) =>
          eb.and(
            (["kind", "author", "text"] as const).map((part) =>
              eb(
                eb.fn("jsonb_extract_path_text", [ref("newer.errand"), eb.val(part)]),
                "=",
                eb.fn("jsonb_extract_path_text", [ref("own.errand"), eb.val(part)]),
              ),
            ),
          ),
        )
        .limit(1)
        .executeTakeFirst();
      return newer !== undefined;
    },
  };
}
