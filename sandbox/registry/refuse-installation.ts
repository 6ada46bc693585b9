import { type Identity, isClassicToken } from "./auth/identity.ts";
import { neededScopes } from "./auth/needed-scopes.ts";
import type { PackagesToken } from "./auth-mode.ts";
import type { AdmittedCall, Backend } from "./call.ts";
import { canRead, isOf } from "./can-read.ts";
import { type Refusal, refusal } from "./refusal.ts";

/**
 * GHCR's refusals of GitHub's tokens, which all log in and are found wanting at the first real call. Those of Apps: all of them where
 * `refuseInstallationTokens` says so, as GHCR does today; otherwise those of another account or without the permission. Those of
 * workflows' jobs (`GITHUB_TOKEN`): also where their repository was given no access to the package. Public packages are everybody's
 * to read.
 */
export function refuseInstallation(call: AdmittedCall, backend: Backend): void {
  const { repository: name, identity } = call;
  const { store, manners, packages } = backend;
  const isWrite = neededScopes(call).some(({ actions }) => !actions.every((action) => action === "pull"));
  const isThere = store.hasRepository(name);
  const isOpen = (store.visibility(name) ?? manners.visibility) === "public";
  if (!isWrite && (isOpen || !isThere)) return;
  const { grant } = identity;
  if (manners.refuseInstallationTokens && isApp(identity)) {
    throw notAllowed(isWrite ? (isThere ? "Write" : "Create") : "Read");
  }
  if (grant === undefined) return;
  if (!isWrite) {
    if (!canRead(identity, name, backend)) throw notAllowed("Read");
    return;
  }
  if (!isOf(grant.account, name)) {
    throw denied("permission_denied: The requested installation does not exist");
  }
  if (grant.packages !== "write") throw withoutPermission(grant, isThere);
  if (!isThere && packages.creation === "disabled") throw denied("permission_denied: create_package");
  if (!isThere || grant.repository === undefined) return;
  const role = packages.roleOf(name, grant.repository);
  if (role !== "write" && role !== "admin") throw denied("permission_denied: write_package");
}

/** Whether a caller has a token of GitHub's that is neither a person's nor a job's. */
function isApp(identity: Identity): boolean {
  return identity.name !== undefined && !isClassicToken(identity) && identity.grant?.repository === undefined;
}

/** A job that lacks `packages: write` hears what an App hears. */
function withoutPermission({ repository }: PackagesToken, isThere: boolean): Refusal {
  return repository === undefined
    ? denied("permission_denied: write_package")
    : notAllowed(isThere ? "Write" : "Create");
}

function notAllowed(deed: "Create" | "Write" | "Read"): Refusal {
  return denied(`installation not allowed to ${deed} organization package`);
}

function denied(message: string): Refusal {
  return refusal("DENIED", { message });
}
