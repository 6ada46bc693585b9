import { BUTTONS, type Button } from "../../jobs/errand.ts";
import type { Intent } from "../../jobs/intent.ts";
import { CHECK_NAME, PLAN_CHECK_NAME, POLICY_CHECK_NAME, PROPOSAL_CHECK_NAME } from "../report/check-name.ts";
import { errandIntents } from "./errand-intents.ts";
import type { AppPart, Payload } from "./payload.ts";
import { isId, reconcileIntents } from "./reconcile-intents.ts";

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#check_run */
export interface CheckRunPayload extends Payload {
  readonly check_run?:
    | {
        readonly id?: number;
        readonly name?: string;
        readonly head_sha?: string;
        readonly external_id?: string | null;
        readonly app?: AppPart | null;
      }
    | null
    | undefined;
  readonly requested_action?: { readonly identifier?: string } | null | undefined;
}

/** Somebody who may write to the repository pressed Re-run on a check run of `app`, or one of its own buttons. */
export function checkRun(payload: CheckRunPayload, app: number): readonly Intent[] {
  const { action, check_run: run, repository, requested_action: requested } = payload;
  const commit = run?.head_sha;
  if (run?.app?.id !== app || !commit) return [];
  if (action === "requested_action") {
    const button = BUTTONS.find((known) => known === requested?.identifier);
    return button ? pressed(button, payload) : [];
  }
  if (action !== "rerequested") return [];
  switch (run.name) {
    case CHECK_NAME:
      return reconcileIntents(payload, [repository], { reason: "rerun", commit });
    case PROPOSAL_CHECK_NAME:
      return pressed("sync", payload);
    case PLAN_CHECK_NAME: {
      const base = commitIn("group", run.external_id);
      if (base === null) return pressed("plan", payload);
      return errandIntents(payload, (place) => ({ kind: "group", ...place, head: commit, base }));
    }
    case POLICY_CHECK_NAME:
      return errandIntents(payload, (place) => ({
        kind: "policy",
        ...place,
        commit,
        before: commitIn("policy", run.external_id),
      }));
    default:
      return [];
  }
}

function pressed(button: Button, payload: CheckRunPayload): readonly Intent[] {
  const { check_run: run, sender } = payload;
  const [checkRun, check, head, author] = [run?.id, run?.name, run?.head_sha, sender?.login];
  if (!isId(checkRun) || !check || !head || !author) return [];
  const externalId = run?.external_id ?? "";
  return errandIntents(payload, (place) => ({
    kind: "button",
    ...place,
    button,
    checkRun,
    check,
    externalId,
    head,
    author,
  }));
}

/** The commit that the policy, or the merge queue's group, of a check run was compared with: it is a part of the check run's `external_id`. */
function commitIn(kind: "policy" | "group", externalId: string | null | undefined): string | null {
  const [, found, commit] = /^(policy|group):([0-9a-f]{40,64}):/.exec(externalId ?? "") ?? [];
  return (found === kind && commit) || null;
}
