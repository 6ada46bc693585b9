import { LIMITS } from "../config/limits.ts";
import type { Clock } from "../oci/clock.ts";
import { hasCode, RegistryError } from "../oci/error.ts";
import { readBody } from "../oci/http/body.ts";
import { Cooldown } from "../oci/http/cooldown.ts";
import type { Send } from "../oci/http/exchange.ts";
import { followRedirects } from "../oci/http/redirect.ts";
import { responseError } from "../oci/http/response-error.ts";
import { DEFAULT_RETRY, retry } from "../oci/http/retry.ts";
import { JobError } from "./job-error.ts";
import type { Task } from "./read-task.ts";

/** What {@link fetchConfig} asks with. */
export interface FetchOptions {
  readonly send: Send;
  /** `GITHUB_TOKEN`. */
  readonly token: string;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/**
 * The text of the config, from the very commit that is meant. Throws {@link JobError} `CONFIG_UNREADABLE`, and the signal's reason.
 * https://docs.github.com/en/rest/repos/contents#get-repository-content
 */
export async function fetchConfig(
  { apiUrl, repository, config, commit }: Task,
  { send, token, clock, random, signal }: FetchOptions,
): Promise<string> {
  const url = new URL(`${apiUrl}/repos/${repository}/contents/${config}?ref=${commit}`);
  const headers = {
    accept: "application/vnd.github.raw+json",
    authorization: `Bearer ${token}`,
    "x-github-api-version": "2022-11-28",
  };
  const attempt = async () => {
    const response = await followRedirects(send)({ method: "GET", url, headers, signal });
    if (response.status !== 200) throw await responseError("GET", response, clock.now());
    return await readBody(response, LIMITS.bytes);
  };
  try {
    const context = { clock, random, policy: DEFAULT_RETRY, cooldown: new Cooldown(clock), signal };
    return new TextDecoder("utf-8", { fatal: true }).decode(await retry(attempt, context));
  } catch (error) {
    signal.throwIfAborted();
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
