import { GitHubError, type GitHubErrorCode } from "../github-error.ts";

/** By lower-case name. */
type Headers = Readonly<Record<string, string | number | undefined>>;

const USUAL_WAIT = 60_000;
/** Limits are counted by the hour. */
const LONGEST_WAIT = 60 * 60_000;

/** The part of Octokit's `RequestError` that is read here. */
interface RequestFailure {
  readonly status: number;
  readonly message: string;
  readonly response?: {
    readonly headers: Headers;
    readonly data?: unknown;
  };
}

/**
 * What Octokit threw, in our words; what is no answer of GitHub's, as it is. Octokit's own error carries the request with its
 * headers and body, so it is not kept as the cause. `now`: milliseconds since the epoch.
 */
export function describeFailure(error: unknown, operation: string, now: number): unknown {
  if (!isRequestFailure(error)) return error;
  const { status, response, message } = error;
  // Octokit makes a 500 of a connection that failed.
  if (!response) return new GitHubError("UNAVAILABLE", operation, message);
  const words = messageOf(error);
  const code = codeOf(status, response.headers, words);
  const retryAfter = code === "RATE_LIMITED" ? waitOf(response.headers, now) : undefined;
  return new GitHubError(code, operation, words, status, retryAfter);
}

/**
 * Milliseconds until a limit ends: as said, else a minute
 * (https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit).
 */
function waitOf(headers: Headers, now: number): number {
  const seconds = Number(headers["retry-after"]);
  if (seconds > 0) return Math.min(seconds * 1000, LONGEST_WAIT);
  const reset = Number(headers["x-ratelimit-reset"]) * 1000 - now;
  const isSpent = `${headers["x-ratelimit-remaining"]}` === "0";
  return isSpent && reset > 0 ? Math.min(reset, LONGEST_WAIT) : USUAL_WAIT;
}

function codeOf(status: number, headers: Headers, message: string): GitHubErrorCode {
  if (status === 429) return "RATE_LIMITED";
  if (status === 403) {
    const isLimited =
      headers["retry-after"] !== undefined ||
      `${headers["x-ratelimit-remaining"]}` === "0" ||
      /rate limit/i.test(message);
    return isLimited ? "RATE_LIMITED" : "REFUSED";
  }
  if (/no commit found/i.test(message)) return "UNKNOWN_COMMIT";
  if (status === 401) return "UNAUTHORIZED";
  if (status === 404 || status === 410) return "NOT_FOUND";
  return status >= 500 || status === 408 ? "UNAVAILABLE" : "INVALID";
}

function messageOf({ message, response }: RequestFailure): string {
  const data = response?.data;
  const own = typeof data === "object" && data !== null && "message" in data ? data.message : undefined;
  return typeof own === "string" ? own : message;
}

function isRequestFailure(error: unknown): error is RequestFailure {
  return error instanceof Error && "status" in error && typeof error.status === "number";
}
