import { LIMITS } from "../config/limits.ts";
import { hasCode, RegistryError } from "../oci/error.ts";
import { askGitHub, type GitHubAccess } from "./ask-github.ts";
import { JobError } from "./job-error.ts";
import type { Task } from "./read-task.ts";

/**
 * The text of the config, from the very commit that is meant. Throws {@link JobError} `CONFIG_UNREADABLE`, and the signal's reason.
 * https://docs.github.com/en/rest/repos/contents#get-repository-content
 */
export async function fetchConfig(
  { apiUrl, repository, config, commit }: Task,
  access: GitHubAccess,
): Promise<string> {
  const url = new URL(`${apiUrl}/repos/${repository}/contents/${config}?ref=${commit}`);
  const accept = "application/vnd.github.raw+json";
  try {
    const { bytes } = await askGitHub({ method: "GET", url, accept, limit: LIMITS.bytes }, access);
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    access.signal.throwIfAborted();
    const place = `${config} of commit ${commit.slice(0, 7)} in ${repository}`;
    throw new JobError("CONFIG_UNREADABLE", `${place}: ${explain(error)}`, [], { cause: error });
  }
}

function explain(error: unknown): string {
  if (hasCode(error, "NOT_FOUND", "DENIED", "UNAUTHORIZED")) {
    return `cannot be read (${error.message}); the job needs \`permissions: contents: read\`, and the commit must still be there`;
  }
  if (hasCode(error, "TOO_LARGE")) return "is over 1 MiB, too large for a config";
  if (error instanceof RegistryError) return `cannot be read (${error.message}); run it again`;
  if (error instanceof TypeError) return "is not UTF-8 text; save it as UTF-8";
  throw error;
}
