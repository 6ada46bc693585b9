import type { InstallationGitHub, RepositoryName } from "../github.ts";
import { isAtLeast, type Role } from "../threads.ts";

/**
 * What somebody may do in a repository, as far as GitHub says so now: where it cannot be asked, nothing. Rejects with the signal's reason
 * only.
 */
export async function heldRole(
  github: Pick<InstallationGitHub, "roleOf">,
  repository: RepositoryName,
  login: string,
  signal: AbortSignal,
): Promise<Role> {
  try {
    return await github.roleOf(repository, login, signal);
  } catch {
    signal.throwIfAborted();
    return "none";
  }
}

/** Whether somebody has at least a role in a repository. An error is a no. Rejects with the signal's reason only. */
export async function mayUse(
  github: Pick<InstallationGitHub, "roleOf">,
  repository: RepositoryName,
  login: string,
  role: Role,
  signal: AbortSignal,
): Promise<boolean> {
  return isAtLeast(await heldRole(github, repository, login, signal), role);
}
