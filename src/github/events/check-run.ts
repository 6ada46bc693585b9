import type { Intent } from "../../jobs/intent.ts";
import { CHECK_NAME } from "../report/check-name.ts";
import type { Payload } from "./payload.ts";
import { reconcileIntents } from "./reconcile-intents.ts";

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#check_run */
export interface CheckRunPayload extends Payload {
  readonly check_run?:
    | {
        readonly name?: string;
        readonly head_sha?: string;
        readonly app?: { readonly id?: number | null } | null;
      }
    | undefined;
}

/** Somebody who may write to the repository pressed Re-run on a check run of `app`. */
export function checkRun(payload: CheckRunPayload, app: number): readonly Intent[] {
  const { action, check_run: run, repository } = payload;
  if (action !== "rerequested" || run?.app?.id !== app || run.name !== CHECK_NAME) return [];
  if (!run.head_sha) return [];
  return reconcileIntents(payload, [repository], { reason: "rerun", commit: run.head_sha });
}
