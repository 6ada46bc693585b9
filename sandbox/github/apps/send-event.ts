import { accountJson, nodeId } from "../account.ts";
import { hookViolations } from "../contract/contract.ts";
import { isSubscribed } from "../hooks/is-subscribed.ts";
import { organizationJson } from "../repositories/json/organization-json.ts";
import { pushedRepositoryJson, repositoryJson } from "../repositories/json/repository-json.ts";
import type { Happening } from "../world.ts";
import type { GitHubState } from "./github-state.ts";
import type { Installation } from "./installation.ts";

/** Tells the App of a happening where it is installed and listens. */
export function announce(happening: Happening, state: GitHubState): void {
  const { repository } = happening;
  if (repository === undefined) return;
  const installation = state.installations.ofRepository(repository);
  if (installation !== undefined && installation.suspended === undefined) {
    sendEvent(happening, installation, state);
  }
}

/** Completes a webhook's body by what all of them have, and sends it. */
export function sendEvent(happening: Happening, installation: Installation, state: GitHubState): void {
  const { hooks, violations } = state;
  const { event, payload, repository } = happening;
  if (!isSubscribed(happening, installation)) return;
  const body = bodyOf(happening, installation, state);
  const action = typeof payload["action"] === "string" ? `-${payload["action"]}` : "";
  const name = `${event}${action}`.replaceAll("_", "-");
  violations.push(...hookViolations(body, name).map((text) => `webhook ${name}: ${text}`));
  hooks.send({ event, payload: body, installation: installation.id, repository: repository?.id ?? null });
}

/** A webhook's whole body. */
export function bodyOf(
  { event, payload, repository, sender }: Happening,
  installation: Installation,
  { world }: GitHubState,
): Record<string, unknown> {
  const organization = repository?.owner ?? installation.account;
  return {
    ...payload,
    ...(repository && {
      repository: event === "push" ? pushedRepositoryJson(repository) : repositoryJson(repository),
    }),
    ...(repository &&
      organization.type === "Organization" && { organization: organizationJson(organization, world) }),
    installation: payload["installation"] ?? {
      id: installation.id,
      node_id: nodeId("Integration", installation.id),
    },
    sender: accountJson(sender, world),
  };
}
