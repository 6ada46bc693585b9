import type { Problem } from "../config/problem.ts";
import type { FolderItem, InstallationGitHub, RepositoryName } from "../github/github.ts";
import { fileIn } from "./locate-config.ts";

const NAMES: readonly string[] = ["mirror-policy.yml", "mirror-policy.yaml"];

/** Where a commit has its policy. */
export interface LocatedPolicy {
  readonly path: string;
  /** Of the Git blob; of several, joined. */
  readonly sha: string;
  /** Why it cannot be read as it is. */
  readonly problem?: Problem;
}

/** Finds the policy of a commit with one request. Undefined: the commit has none. */
export async function locatePolicy(
  github: InstallationGitHub,
  repository: RepositoryName,
  commit: string,
  signal: AbortSignal,
): Promise<LocatedPolicy | undefined> {
  return policyIn(await github.listFolder(repository, ".github", commit, signal));
}

/** The policy among the files of a commit's `.github`. */
export function policyIn(folder: readonly FolderItem[]): LocatedPolicy | undefined {
  return fileIn(folder, NAMES);
}
