import type { Clock } from "../oci/clock.ts";
import type { Dispatch, Dispatches } from "./state.ts";
import type { Db } from "./tables.ts";
import type { WorkflowNews } from "./workflow-news.ts";

/** The dispatches of a database; `Intake.accept` writes what webhooks tell of them. */
export function createDispatches(db: Db, news: WorkflowNews, clock: Clock): Dispatches {
  async function find(run: string, { owner, name }: Dispatch["repository"]): Promise<Dispatch | undefined> {
    const row = await db
      .selectFrom("dispatches")
      .selectAll()
      .where("run", "=", run)
      .where("owner", "=", owner)
      .where("name", "=", name)
      .executeTakeFirst();
    if (!row) return undefined;
    const { workflow_run: workflowRun, attempt, requested_at: requestedAt, told } = row;
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
      const dispatch = await find(run, { owner, name });
      if (!dispatch) throw new Error(`the dispatch of run ${run} was forgotten while it was stored`);
      return dispatch;
    },

    async attach(run, { owner, name }, workflowRun) {
      await db
        .updateTable("dispatches")
        .set({ workflow_run: workflowRun })
        .where("run", "=", run)
        .where("owner", "=", owner)
        .where("name", "=", name)
        .where("workflow_run", "is", null)
        .execute();
    },

    async forget(run, { owner, name }) {
      await db
        .deleteFrom("dispatches")
        .where("run", "=", run)
        .where("owner", "=", owner)
        .where("name", "=", name)
        .execute();
    },

    news: (run, repository, known, signal) => news.next({ run, repository }, known, signal),
  };
}
