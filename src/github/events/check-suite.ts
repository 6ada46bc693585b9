import type { Intent } from "../../jobs/intent.ts";
import type { Payload } from "./payload.ts";
import { reconcileIntents } from "./reconcile-intents.ts";

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#check_suite */
export interface CheckSuitePayload extends Payload {
  readonly check_suite?:
    | {
        readonly head_sha?: string;
        readonly head_branch?: string | null;
        readonly app?: { readonly id?: number | null } | null;
      }
    | undefined;
}

/**
 * Somebody who may write to the repository pressed "Re-run all checks". GitHub makes a suite for every push to any branch;
 * only the default branch's config is ever carried out. A fork can name a branch like that too, so the worker still asks
 * whether the config at this commit is the one of the default branch.
 */
export function checkSuite(payload: CheckSuitePayload, app: number): readonly Intent[] {
  const { action, check_suite: suite, repository } = payload;
  if (action !== "rerequested" || suite?.app?.id !== app || !suite.head_sha) return [];
  if (!suite.head_branch || suite.head_branch !== repository?.default_branch) return [];
  return reconcileIntents(payload, [repository], { reason: "rerun", commit: suite.head_sha });
}
