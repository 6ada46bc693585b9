import type { Identity } from "./auth/identity.ts";
import type { Backend } from "./call.ts";

/** Whether a caller may read a repository that there is, so far as GitHub's tokens are concerned: what is public, and what is theirs. */
export function canRead({ grant }: Identity, name: string, { store, manners, packages }: Backend): boolean {
  if (grant === undefined || (store.visibility(name) ?? manners.visibility) === "public") return true;
  if (!isOf(grant.account, name) || !grant.packages) return false;
  return grant.repository === undefined || packages.roleOf(name, grant.repository) !== undefined;
}

/** Whether a repository is in the namespace of an account. */
export function isOf(account: string, name: string): boolean {
  return name.startsWith(`${account.toLowerCase()}/`);
}
