import type { Intent } from "../../jobs/intent.ts";
import { errandIntents } from "./errand-intents.ts";
import type { Payload } from "./payload.ts";
import { identitiesOf, reconcileIntents } from "./reconcile-intents.ts";

/** Where GitHub looks for what holds for a whole organization, and so do we for its policy. */
const ORGANIZATION_REPOSITORY = ".github";

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#push */
export interface PushPayload extends Payload {
  readonly ref?: string;
  readonly before?: string;
  readonly after?: string;
  readonly deleted?: boolean;
}

/**
 * The default branch has a new head: its config is looked at there. Which files the push changed is not asked here, for a
 * payload lists at most 2,048 commits and none of a forced push's past; the worker compares the config itself, and the policy.
 */
export function push(payload: PushPayload): readonly Intent[] {
  const { ref, before, after, deleted, repository } = payload;
  if (deleted || !after || !repository?.default_branch) return [];
  if (ref !== `refs/heads/${repository.default_branch}`) return [];
  const [identity] = identitiesOf([repository]);
  const policy =
    identity?.name.toLowerCase() === ORGANIZATION_REPOSITORY
      ? errandIntents(payload, (place) => ({
          kind: "policy",
          ...place,
          commit: after,
          before: commitOf(before),
        }))
      : [];
  return [...reconcileIntents(payload, [repository], { reason: "push", commit: after }), ...policy];
}

/** Of a branch that was not there before, GitHub says zeros. */
function commitOf(before: string | undefined): string | null {
  return before && /[^0]/.test(before) ? before : null;
}
