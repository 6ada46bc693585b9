import { isClassicToken } from "./auth/identity.ts";
import { neededScopes } from "./auth/needed-scopes.ts";
import type { AdmittedCall, Backend } from "./call.ts";
import { type Refusal, refusal } from "./refusal.ts";

/**
 * GHCR's refusals of GitHub Apps, whose tokens log in like all others and are found wanting at the first real call: all of
 * them where `refuseInstallationTokens` says so, as GHCR does today; otherwise those of another account or without the
 * permission. Public packages are everybody's to read.
 */
export function refuseInstallation(call: AdmittedCall, { manners, store }: Backend): void {
  const { repository, identity } = call;
  const { grant } = identity;
  const isWrite = neededScopes(call).some(({ actions }) => !actions.every((action) => action === "pull"));
  const isThere = store.hasRepository(repository);
  const isOpen = (store.visibility(repository) ?? manners.visibility) === "public";
  if (!isWrite && (isOpen || !isThere)) return;
  if (manners.refuseInstallationTokens && identity.name !== undefined && !isClassicToken(identity)) {
    throw notAllowed(isWrite ? (isThere ? "Write" : "Create") : "Read");
  }
  if (grant === undefined) return;
  const isOwn = repository.startsWith(`${grant.account.toLowerCase()}/`);
  if (!isWrite && !(isOwn && grant.packages)) throw notAllowed("Read");
  if (!isOwn) throw denied("permission_denied: The requested installation does not exist");
  if (isWrite && grant.packages !== "write") throw denied("permission_denied: write_package");
}

function notAllowed(deed: "Create" | "Write" | "Read"): Refusal {
  return denied(`installation not allowed to ${deed} organization package`);
}

function denied(message: string): Refusal {
  return refusal("DENIED", { message });
}
