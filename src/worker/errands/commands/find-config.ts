import type { Config } from "../../../config/config.ts";
import type { InstallationGitHub, RepositoryName } from "../../../github/github.ts";
import type { PullRequest } from "../../../github/pulls.ts";
import { locateConfig } from "../../locate-config.ts";
import { readConfig } from "../../read-config.ts";

/** The config of a commit: none, one that is wrong, or one that is right. */
export type FoundConfig =
  | { readonly kind: "none" }
  | { readonly kind: "wrong"; readonly path: string; readonly problems: number }
  | { readonly kind: "right"; readonly path: string; readonly config: Config };

/** Reads the config of a commit. */
export async function findConfig(
  github: InstallationGitHub,
  repository: RepositoryName,
  commit: string,
  signal: AbortSignal,
): Promise<FoundConfig> {
  const located = await locateConfig(github, repository, commit, signal);
  if (!located) return { kind: "none" };
  const { config, problems } = await readConfig(github, repository, located, signal);
  const { path } = located;
  return config ? { kind: "right", path, config } : { kind: "wrong", path, problems: problems.length };
}

/** The config that a pull request changes, as it was where its branch began. Undefined: there was none, or a wrong one. */
export async function configBefore(
  github: InstallationGitHub,
  repository: RepositoryName,
  { base, baseBranch, head }: PullRequest,
  signal: AbortSignal,
): Promise<Config | undefined> {
  const commit = (await github.pulls.mergeBase(repository, baseBranch, head, signal)) ?? base;
  const found = await findConfig(github, repository, commit, signal);
  return found.kind === "right" ? found.config : undefined;
}
