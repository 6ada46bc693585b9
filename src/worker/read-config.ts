import { LIMITS } from "../config/limits.ts";
import { outsideNamespace } from "../config/outside-namespace.ts";
import { type ParsedConfig, parseConfig } from "../config/parse-config.ts";
import type { InstallationGitHub } from "../github/github.ts";
import { isGitHubError } from "../github/github-error.ts";
import type { RepositoryIdentity } from "../jobs/request.ts";
import { type LocatedConfig, problemOf } from "./locate-config.ts";

/** Reads a config that was located, and checks what only its repository can tell: whose namespace it may write. */
export async function readConfig(
  github: InstallationGitHub,
  repository: RepositoryIdentity,
  registry: string,
  { sha, problem }: Pick<LocatedConfig, "sha" | "problem">,
  signal: AbortSignal,
): Promise<ParsedConfig> {
  if (problem) return { problems: [problem] };
  const text = await readText(github, repository, sha, signal);
  if (typeof text !== "string") return { problems: [text] };
  const parsed = parseConfig(text);
  if (!parsed.config) return parsed;
  const problems = outsideNamespace(parsed.config, { registry, owner: repository.owner });
  return problems.length > 0 ? { problems } : parsed;
}

async function readText(
  github: InstallationGitHub,
  repository: RepositoryIdentity,
  sha: string,
  signal: AbortSignal,
) {
  try {
    const bytes = await github.readBlob(repository, sha, LIMITS.bytes, signal);
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (isGitHubError(error, "TOO_LARGE"))
      return problemOf("is over 1 MiB, too large for a config", "split it over several repositories");
    if (error instanceof TypeError) return problemOf("is not UTF-8 text", "save it as UTF-8");
    throw error;
  }
}
