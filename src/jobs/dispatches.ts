import type { Clock } from "../oci/clock.ts";
import type { Dispatch, Dispatches } from "./state.ts";
import type { Db } from "./tables.ts";
import type { WorkflowNews } from "./workflow-news.ts";

/** The dispatches of a database; `Intake.accept` writes what webhooks tell of them. */
export function createDispatches(db: Db, news: WorkflowNews, clock: Clock): Dispatches {
  async function find(run: string): Promise<Dispatch | undefined> {
    const row = await db.selectFrom("dispatches").selectAll().where("run", "=", run).executeTakeFirst();
    if (!row) return undefined;
    const { owner, name, workflow_run: workflowRun, attempt, requested_at: requestedAt, told } = row;
    return { run, repository: { owner, name }, workflowRun, attempt, requestedAt, told };
  }

  return {
    of: find,

    async begin(run, { owner, name }) {
      await db
        .insertInto("dispatches")
        .values({ run, owner, name, attempt: 1, requested_at: new Date(clock.now()) })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const dispatch = await find(run);
      if (!dispatch) throw new Error(`the dispatch of run ${run} was forgotten while it was stored`);
      return dispatch;
    },

    async attach(run, workflowRun) {
      await db
        .updateTable("dispatches")
        .set({ workflow_run: workflowRun })
        .where("run", "=", run)
        .where("workflow_run", "is", null)
        .execute();
    },

    async forget(run) {
      await db.deleteFrom("dispatches").where("run", "=", run).execute();
    },

    news: (run, known, signal) => news.next(run, known, signal),
  };
}
