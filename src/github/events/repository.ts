import type { Intent } from "../../jobs/intent.ts";
import type { Payload } from "./payload.ts";
import { forgetIntents, identitiesOf, isId, reconcileIntents } from "./reconcile-intents.ts";

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#repository */
export interface RepositoryPayload extends Payload {
  /** What it was before; here we ask only whether there is something. */
  readonly changes?: object | null;
}

/** The repository itself changed. Who may see it is none of our business, so most actions mean nothing. */
export function repository(payload: RepositoryPayload): readonly Intent[] {
  const { action, changes, repository } = payload;
  const reconcile = () => reconcileIntents(payload, [repository], { reason: "changed", commit: null });
  switch (action) {
    case "renamed":
      return renames(payload);
    case "transferred":
      // Its config writes another namespace now, where nothing of it is yet, and no longer the old one.
      return [...forgetIntents([repository]), ...renames(payload), ...reconcile()];
    case "unarchived":
      return reconcile();
    case "edited":
      return changes && "default_branch" in changes ? reconcile() : [];
    case "archived":
    case "deleted":
      return forgetIntents([repository]);
    default:
      return [];
  }
}

function renames({ installation, repository }: RepositoryPayload): readonly Intent[] {
  if (!isId(installation?.id)) return [];
  return identitiesOf([repository]).map((identity) => ({ kind: "rename", repository: identity }));
}
