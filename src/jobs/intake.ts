import type { Clock } from "../oci/clock.ts";
import { forgetInstallation, forgetRepository } from "./forget.ts";
import type { Delivery, Intent } from "./intent.ts";
import type { JobStore } from "./job-store.ts";
import type { ReconcileRequest, RepositoryIdentity } from "./request.ts";
import type { Intake } from "./state.ts";
import { storeRequests } from "./store-requests.ts";
import type { Db } from "./tables.ts";
import { tellWorkflow } from "./tell-workflow.ts";
import { forgetVerdicts } from "./verdicts.ts";
import type { WorkflowNews } from "./workflow-news.ts";

/** The way in, to a database and the queues in it. */
export function createIntake(db: Db, jobs: JobStore, news: WorkflowNews, clock: Clock): Intake {
  const now = () => new Date(clock.now());

  /** Resolves with the runs whose workflows the intents tell of. */
  async function carryIn(transaction: Db, intents: readonly Intent[]): Promise<readonly string[]> {
    const told: string[] = [];
    for (const group of groupRequests(intents)) {
      if (Array.isArray(group)) await storeRequests(transaction, jobs, group, now());
      else told.push(...(await carryInOther(transaction, group)));
    }
    return told;
  }

  async function carryInOther(transaction: Db, intent: Other): Promise<readonly string[]> {
    switch (intent.kind) {
      case "workflow":
        return tellWorkflow(transaction, jobs, intent, now());
      case "rename":
        await rename(transaction, intent.repository);
        break;
      case "forget-repository":
        await forgetRepository(transaction, intent.repository, now());
        break;
      case "forget-installation":
        await forgetInstallation(transaction, intent.installation, now());
        break;
      case "forget-verdicts":
        await forgetVerdicts(transaction, intent.installation);
    }
    return [];
  }

  return {
    async accept({ id, event }: Delivery, intents) {
      const told = await db.transaction().execute(async (transaction) => {
        const stored = await transaction
          .insertInto("deliveries")
          .values({ id, event, received_at: now() })
          .onConflict((conflict) => conflict.doNothing())
          .returning("id")
          .executeTakeFirst();
        return stored && carryIn(transaction, intents);
      });
      if (!told) return "duplicate";
      jobs.tellAvailable("announce");
      if (told.length > 0) jobs.tellAvailable("reconcile");
      news.ring(told);
      return "accepted";
    },

    async request(requests) {
      await db.transaction().execute((transaction) => storeRequests(transaction, jobs, requests, now()));
      jobs.tellAvailable("announce");
    },
  };
}

type Other = Exclude<Intent, { kind: "reconcile" }>;

/** In order; requests that follow each other are stored together, as an installation may have thousands of repositories. */
function groupRequests(intents: readonly Intent[]): readonly (ReconcileRequest[] | Other)[] {
  const groups: (ReconcileRequest[] | Other)[] = [];
  for (const intent of intents) {
    const last = groups.at(-1);
    if (intent.kind !== "reconcile") groups.push(intent);
    else if (Array.isArray(last)) last.push(intent.request);
    else groups.push([intent.request]);
  }
  return groups;
}

async function rename(transaction: Db, { id, owner, name }: RepositoryIdentity): Promise<void> {
  await transaction
    .updateTable("runs")
    .set({ owner, name })
    .where("repository", "=", id)
    .where("state", "<>", "concluded")
    .execute();
}
