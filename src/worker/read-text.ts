import type { Problem } from "../config/problem.ts";
import type { InstallationGitHub, RepositoryName } from "../github/github.ts";
import { isGitHubError } from "../github/github-error.ts";
import { problemOf } from "./locate-config.ts";

/** The text of a Git blob, or why it is none. `limit` is in bytes; `what` it is to be: `config`. */
export async function readText(
  github: InstallationGitHub,
  repository: RepositoryName,
  sha: string,
  { limit, what }: { readonly limit: number; readonly what: string },
  signal: AbortSignal,
): Promise<string | Problem> {
  try {
    const bytes = await github.readBlob(repository, sha, limit, signal);
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (isGitHubError(error, "TOO_LARGE"))
      return problemOf(`is over 1 MiB, too large for a ${what}`, "split it over several repositories");
    if (error instanceof TypeError) return problemOf("is not UTF-8 text", "save it as UTF-8");
    throw error;
  }
}
