import type { Intent } from "../../jobs/intent.ts";
import type { Payload } from "./payload.ts";
import { reconcileIntents } from "./reconcile-intents.ts";

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#push */
export interface PushPayload extends Payload {
  readonly ref?: string;
  readonly after?: string;
  readonly deleted?: boolean;
}

/**
 * The default branch has a new head: its config is looked at there. Which files the push changed is not asked here, for a
 * payload lists at most 2,048 commits and none of a forced push's past; the worker compares the config itself.
 */
export function push(payload: PushPayload): readonly Intent[] {
  const { ref, after, deleted, repository } = payload;
  if (deleted || !after || !repository?.default_branch) return [];
  if (ref !== `refs/heads/${repository.default_branch}`) return [];
  return reconcileIntents(payload, [repository], { reason: "push", commit: after });
}
