import { nodeId } from "../account.ts";
import type { Repository } from "../repositories/repository.ts";
import type { Account } from "../world.ts";
import type { GitHubState } from "./github-state.ts";
import type { Installation } from "./installation.ts";
import { installationJson, selectionOf } from "./installation-json.ts";
import { sendEvent } from "./send-event.ts";

/** Puts the App on an account, with what its manifest asks for now. */
export function install(
  account: Account,
  repositories: "all" | readonly Repository[],
  sender: Account,
  state: GitHubState,
): Installation {
  const { world, installations } = state;
  if (installations.ofAccount(account.login)) throw new Error(`The App is on ${account.login} already`);
  const installation: Installation = {
    id: world.nextId(),
    account,
    sender,
    repositories: repositories === "all" ? "all" : new Set(repositories.map(({ id }) => id)),
    permissions: world.app.permissions,
    events: world.app.events,
    createdAt: world.now(),
    suspended: undefined,
  };
  installations.add(installation);
  tell("created", installation, sender, state);
  return installation;
}

/** Takes it away. Its tokens end. */
export function uninstall(installation: Installation, sender: Account, state: GitHubState): void {
  tell("deleted", installation, sender, state);
  state.installations.remove(installation.id);
  state.tokens.revokeInstallations(installation.id);
}

/** Puts it to rest: it stays, and may do nothing. */
export function suspend(installation: Installation, sender: Account, state: GitHubState): void {
  installation.suspended = { at: state.world.now(), by: sender };
  tell("suspend", installation, sender, state);
}

/** Ends its rest. */
export function unsuspend(installation: Installation, sender: Account, state: GitHubState): void {
  installation.suspended = undefined;
  tell("unsuspend", installation, sender, state);
}

/** Extends an installation to more repositories, or to fewer. */
export function select(
  installation: Installation,
  change: { readonly added?: readonly Repository[]; readonly removed?: readonly Repository[] },
  sender: Account,
  state: GitHubState,
): void {
  const { added = [], removed = [] } = change;
  if (installation.repositories === "all") throw new Error("The App is on all repositories of this account");
  const ids = new Set(installation.repositories);
  for (const { id } of added) ids.add(id);
  for (const { id } of removed) ids.delete(id);
  installation.repositories = ids;
  const payload = {
    action: added.length > 0 ? "added" : "removed",
    installation: installationJson(installation, state.world),
    repository_selection: selectionOf(installation),
    repositories_added: added.map(shortJson),
    repositories_removed: removed.map(shortJson),
    requester: null,
  };
  sendEvent({ event: "installation_repositories", payload, sender }, installation, state);
}

function tell(action: string, installation: Installation, sender: Account, state: GitHubState): void {
  const payload = {
    action,
    installation: installationJson(installation, state.world),
    repositories: state.installations.repositoriesOf(installation).map(shortJson),
    ...(action === "created" && { requester: null }),
  };
  sendEvent({ event: "installation", payload, sender }, installation, state);
}

function shortJson({ id, name, fullName, isPrivate }: Repository) {
  return { id, node_id: nodeId("Repository", id), name, full_name: fullName, private: isPrivate };
}
