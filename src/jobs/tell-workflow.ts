import type { Intent } from "./intent.ts";
import type { JobStore } from "./job-store.ts";
import { storeRequests } from "./store-requests.ts";
import type { Db } from "./tables.ts";
import type { DispatchKey } from "./workflow-news.ts";

type WorkflowNews = Extract<Intent, { readonly kind: "workflow" }>;

/**
 * Carries in that something happened to a run of a workflow: see the intent of that name. Resolves with the dispatches whose followers are
 * to be woken after the transaction.
 */
export async function tellWorkflow(
  transaction: Db,
  jobs: JobStore,
  news: WorkflowNews,
  now: Date,
): Promise<readonly DispatchKey[]> {
  // Also locks the rows: of two deliveries that tell of one new attempt, the second sees what the first has made of it.
  const told = await transaction
    .updateTable("dispatches")
    .set((row) => ({ told: row("told", "+", 1) }))
    .where("workflow_run", "=", news.workflowRun)
    .returning(["run", "owner", "name"])
    .execute();
  if (told.length === 0) return [];
  await jobs.tryNow(
    transaction,
    "reconcile",
    told.map(({ run }) => run),
  );
  await takeUp(transaction, jobs, news, now);
  return told.map(({ run, owner, name }) => ({ run, repository: { owner, name } }));
}

/** What a person set going belongs to the run that follows the workflow already, or else to a new run, of this workflow alone. */
async function takeUp(
  transaction: Db,
  jobs: JobStore,
  { workflowRun, attempt, isUnderWay }: WorkflowNews,
  now: Date,
): Promise<void> {
  const latest = await transaction
    .selectFrom("dispatches")
    .innerJoin("runs", "runs.id", "dispatches.run")
    .selectAll("runs")
    .select(["attempt", "dispatches.owner as mirrors_owner", "dispatches.name as mirrors_name"])
    .where("workflow_run", "=", workflowRun)
    .orderBy("attempt", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!latest || attempt < latest.attempt) return;
  const isApproved = latest.conclusion === "action_required" && isUnderWay;
  if (attempt === latest.attempt && !isApproved) return;
  if (["requested", "queued", "running"].includes(latest.state)) {
    await transaction
      .updateTable("dispatches")
      .set({ attempt })
      .where("run", "=", latest.id)
      .where("workflow_run", "=", workflowRun)
      .execute();
    return;
  }
  if (!latest.wanted) return;
  const { installation, repository, owner, name, commit, scope, pull } = latest;
  const identity = { id: repository, owner, name };
  const [run] = await storeRequests(
    transaction,
    jobs,
    [{ installation, repository: identity, commit, reason: "rerun", scope, pull }],
    now,
  );
  if (run === undefined) return;
  await transaction
    .insertInto("dispatches")
    .values({
      run,
      owner: latest.mirrors_owner,
      name: latest.mirrors_name,
      workflow_run: workflowRun,
      attempt,
      requested_at: now,
    })
    // That of the run which has ended for want of a person.
    .onConflict((conflict) => conflict.columns(["workflow_run", "attempt"]).doUpdateSet({ run }))
    .execute();
}
