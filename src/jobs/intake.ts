import type { Clock } from "../oci/clock.ts";
import type { Errand } from "./errand.ts";
import { forgetInstallation, forgetRepository } from "./forget.ts";
import type { Delivery, Intent } from "./intent.ts";
import type { JobStore } from "./job-store.ts";
import { notYetWaiting } from "./not-yet-waiting.ts";
import { moveHead } from "./pull-heads.ts";
import { rename } from "./rename.ts";
import type { ReconcileRequest } from "./request.ts";
import type { Intake } from "./state.ts";
import { storeErrands } from "./store-errands.ts";
import { storeRequests } from "./store-requests.ts";
import type { Db } from "./tables.ts";
import { tellWorkflow } from "./tell-workflow.ts";
import { forgetVerdicts } from "./verdicts.ts";
import type { DispatchKey, WorkflowNews } from "./workflow-news.ts";

/** The way in, to a database and the queues in it. */
export function createIntake(jobs: JobStore, news: WorkflowNews, clock: Clock): Intake {
  const now = () => new Date(clock.now());

  /** Resolves with the dispatches that the intents tell of. */
  async function carryIn(transaction: Db, intents: readonly Intent[]): Promise<readonly DispatchKey[]> {
    const told: DispatchKey[] = [];
    for (const group of groupIntents(intents)) {
      if ("requests" in group) await storeRequests(transaction, jobs, group.requests, now());
      else if ("errands" in group) await storeErrands(transaction, jobs, group.errands, now());
      else told.push(...(await carryInOther(transaction, group.other)));
    }
    return told;
  }

  async function carryInOther(transaction: Db, intent: Other): Promise<readonly DispatchKey[]> {
    switch (intent.kind) {
      case "workflow":
        return tellWorkflow(transaction, jobs, intent, now());
      case "head":
        await moveHead(transaction, intent);
        break;
      case "rename":
        await rename(transaction, intent.repository);
        break;
      case "forget-repository":
        await forgetRepository(transaction, jobs, intent.repository, now());
        break;
      case "forget-installation":
        await forgetInstallation(transaction, jobs, intent.installation, now());
        break;
      case "forget-verdicts":
        await forgetVerdicts(transaction, intent.installation);
    }
    return [];
  }

  return {
    async accept({ id, event }: Delivery, intents) {
      const told = await jobs.transact(async (transaction) => {
        const stored = await transaction
          .insertInto("deliveries")
          .values({ id, event, received_at: now() })
          .onConflict((conflict) => conflict.doNothing())
          .returning("id")
          .executeTakeFirst();
        return stored && carryIn(transaction, intents);
      });
      if (!told) return "duplicate";
      news.ring(told);
      return "accepted";
    },

    async request(requests) {
      await jobs.transact(async (transaction) => {
        await storeRequests(transaction, jobs, await notYetWaiting(transaction, requests), now());
      });
    },

    async send(errands) {
      await jobs.transact((transaction) => storeErrands(transaction, jobs, errands, now()));
    },
  };
}

type Other = Exclude<Intent, { kind: "reconcile" | "errand" }>;
type Group =
  | { readonly requests: ReconcileRequest[] }
  | { readonly errands: Errand[] }
  | { readonly other: Other };

/** In order; requests that follow each other are stored together, as an installation may have thousands of repositories, and so are errands. */
function groupIntents(intents: readonly Intent[]): readonly Group[] {
  const groups: Group[] = [];
  for (const intent of intents) {
    const last = groups.at(-1);
    if (intent.kind === "reconcile") {
      if (last && "requests" in last) last.requests.push(intent.request);
      else groups.push({ requests: [intent.request] });
    } else if (intent.kind === "errand") {
      if (last && "errands" in last) last.errands.push(intent.errand);
      else groups.push({ errands: [intent.errand] });
    } else groups.push({ other: intent });
  }
  return groups;
}
