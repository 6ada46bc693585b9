import type { Clock } from "../oci/clock.ts";
import { readBody } from "../oci/http/body.ts";
import { Cooldown } from "../oci/http/cooldown.ts";
import type { HttpResponse, Send } from "../oci/http/exchange.ts";
import { followRedirects } from "../oci/http/redirect.ts";
import { responseError } from "../oci/http/response-error.ts";
import { DEFAULT_RETRY, retry } from "../oci/http/retry.ts";

/** What GitHub is asked with. */
export interface GitHubAccess {
  readonly send: Send;
  /** `GITHUB_TOKEN`. */
  readonly token: string;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/** A request to GitHub's REST API. */
export interface GitHubRequest {
  readonly method: "GET" | "DELETE";
  readonly url: URL;
  /** Default: JSON. */
  readonly accept?: string;
  /** Of the answer, in bytes. */
  readonly limit: number;
}

/** What GitHub answered, 200 or 204, with its whole body. */
export interface GitHubAnswer {
  readonly response: HttpResponse;
  readonly bytes: Buffer;
}

/**
 * Asks GitHub, and again where what is in the way may pass. Redirects are followed, and the token stays behind. Throws `RegistryError` for
 * every other answer, with GitHub's words, and the signal's reason. https://docs.github.com/en/rest
 */
export async function askGitHub(
  { method, url, accept = "application/vnd.github+json", limit }: GitHubRequest,
  { send, token, clock, random, signal }: GitHubAccess,
): Promise<GitHubAnswer> {
  const headers = { accept, authorization: `Bearer ${token}`, "x-github-api-version": "2022-11-28" };
  const attempt = async () => {
    const response = await followRedirects(send)({ method, url, headers, signal });
    if (response.status !== 200 && response.status !== 204)
      throw await responseError(method, response, clock.now());
    return { response, bytes: await readBody(response, limit) };
  };
  const context = { clock, random, policy: DEFAULT_RETRY, cooldown: new Cooldown(clock), signal };
  return await retry(attempt, context);
}
