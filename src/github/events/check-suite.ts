import type { Intent } from "../../jobs/intent.ts";
import { errandIntents } from "./errand-intents.ts";
import type { AppPart, Payload, RepositoryPart } from "./payload.ts";
import { isId, reconcileIntents } from "./reconcile-intents.ts";

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#check_suite */
export interface CheckSuitePayload extends Payload {
  readonly check_suite?:
    | {
        readonly head_sha?: string;
        readonly head_branch?: string | null;
        readonly app?: AppPart | null;
        readonly pull_requests?: readonly (PullPart | null)[] | null;
      }
    | null
    | undefined;
}

/** A pull request in a payload about something else. Those of a fork, and into a fork, may stand there too. */
interface PullPart {
  readonly number?: number;
  readonly base?: { readonly repo?: Pick<RepositoryPart, "id"> | null } | null;
}

/**
 * Somebody who may write to the repository pressed "Re-run all checks". GitHub makes a suite for every push to any branch;
 * only the default branch's config is ever carried out. A fork can name a branch like that too, so the worker still asks
 * whether the config at this commit is the one of the default branch.
 */
export function checkSuite(payload: CheckSuitePayload, app: number): readonly Intent[] {
  const { action, check_suite: suite, repository } = payload;
  if (action !== "rerequested" || suite?.app?.id !== app) return [];
  const plans = (suite.pull_requests ?? []).flatMap((pull) => {
    const number = pull?.number;
    if (!isId(number) || pull?.base?.repo?.id !== repository?.id) return [];
    return errandIntents(payload, (place) => ({ kind: "plan", ...place, pull: number, isFresh: true }));
  });
  if (!suite.head_sha) return plans;
  if (!suite.head_branch || suite.head_branch !== repository?.default_branch) return plans;
  return [...reconcileIntents(payload, [repository], { reason: "rerun", commit: suite.head_sha }), ...plans];
}
