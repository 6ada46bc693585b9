import type { Access, Actor } from "../actor.ts";
import { isGranted } from "../auth/permission-needs.ts";
import type { Reply } from "../handler.ts";
import { Refusal } from "../refusal.ts";
import { repositoryJson } from "../repositories/json/repository-json.ts";
import type { Repository } from "../repositories/repository.ts";
import type { GitHubState } from "./github-state.ts";
import type { Installation } from "./installation.ts";
import { selectionOf } from "./installation-json.ts";

interface TokenBody {
  readonly repositories?: readonly string[];
  readonly repository_ids?: readonly number[];
  readonly permissions?: Readonly<Record<string, Access>>;
}

/** A token that can do what the installation can, or less. https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app */
export function createToken(installation: Installation, body: unknown, state: GitHubState): Reply {
  if (installation.suspended) throw new Refusal(403, "This installation has been suspended");
  const { repositories, repository_ids: ids, permissions } = (body ?? {}) as TokenBody;
  const all = state.installations.repositoriesOf(installation);
  const isNarrowed = repositories !== undefined || ids !== undefined;
  const chosen = isNarrowed ? narrow(all, repositories ?? [], ids ?? []) : all;
  const granted = narrowPermissions(installation.permissions, permissions);

  const actor: Actor & { kind: "installation" } = {
    kind: "installation",
    appId: state.world.app.id,
    installation: installation.id,
    repositories: isNarrowed ? new Set(chosen.map(({ id }) => id)) : "all",
    permissions: granted,
  };
  const { token, expiresAt } = state.tokens.issueForInstallation(actor);
  return {
    status: 201,
    body: {
      token,
      expires_at: expiresAt.toISOString().replace(".000Z", "Z"),
      permissions: granted,
      repository_selection: isNarrowed ? "selected" : selectionOf(installation),
      ...(isNarrowed && { repositories: chosen.map((repository) => repositoryJson(repository)) }),
    },
  };
}

function narrow(all: readonly Repository[], names: readonly string[], ids: readonly number[]): Repository[] {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const chosen = all.filter(({ id, name }) => ids.includes(id) || wanted.has(name.toLowerCase()));
  const isComplete =
    ids.every((id) => chosen.some((repository) => repository.id === id)) &&
    [...wanted].every((name) => chosen.some((repository) => repository.name.toLowerCase() === name));
  if (!isComplete || chosen.length === 0) {
    throw new Refusal(
      422,
      "There is at least one repository that does not exist or is not accessible to the parent installation.",
    );
  }
  return chosen;
}

/** `metadata: read` goes with every other permission. */
function narrowPermissions(
  held: Installation["permissions"],
  wanted: TokenBody["permissions"],
): Installation["permissions"] {
  if (wanted === undefined) return held;
  const isHeld = Object.entries(wanted).every(([permission, access]) =>
    isGranted(held, { permission, access }),
  );
  if (!isHeld) throw new Refusal(422, "The permissions requested are not granted to this installation.");
  return { ...wanted, metadata: "read" };
}
