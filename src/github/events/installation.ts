import type { Intent } from "../../jobs/intent.ts";
import type { Payload, RepositoryParts } from "./payload.ts";
import { isId, reconcileIntents } from "./reconcile-intents.ts";

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#installation */
export interface InstallationPayload extends Payload {
  /** All that the App may see. GitHub leaves it out now and then; a sweep finds them then. */
  readonly repositories?: RepositoryParts;
}

/** The App came, may do more than before, or is gone. */
export function installation(payload: InstallationPayload): readonly Intent[] {
  const id = payload.installation?.id;
  const reconcile = () =>
    reconcileIntents(payload, payload.repositories, { reason: "installed", commit: null });
  switch (payload.action) {
    case "created":
    case "unsuspend":
      return reconcile();
    case "new_permissions_accepted":
      return isId(id) ? [{ kind: "forget-verdicts", installation: id }, ...reconcile()] : [];
    case "deleted":
    case "suspend":
      return isId(id) ? [{ kind: "forget-installation", installation: id }] : [];
    default:
      return [];
  }
}
