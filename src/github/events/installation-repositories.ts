import type { Intent } from "../../jobs/intent.ts";
import type { Payload, RepositoryParts } from "./payload.ts";
import { forgetIntents, reconcileIntents } from "./reconcile-intents.ts";

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#installation_repositories */
export interface InstallationRepositoriesPayload extends Payload {
  readonly repositories_added?: RepositoryParts;
  /** Of those that are removed GitHub does not always say more than the id. */
  readonly repositories_removed?: RepositoryParts;
}

/** The App was given repositories, or they were taken away from it; one event can say both. */
export function installationRepositories(payload: InstallationRepositoriesPayload): readonly Intent[] {
  return [
    ...forgetIntents(payload.repositories_removed),
    ...reconcileIntents(payload, payload.repositories_added, { reason: "installed", commit: null }),
  ];
}
