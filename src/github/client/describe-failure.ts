import { GitHubError, type GitHubErrorCode } from "../github-error.ts";

/** By lower-case name. */
type Headers = Readonly<Record<string, string | number | undefined>>;

const USUAL_WAIT = 60_000;
/** Limits are counted by the hour. */
const LONGEST_WAIT = 60 * 60_000;
const MOST_DETAILS = 5;

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
  const words = wordsOf(response.data) ?? message;
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
  // Too much content within a minute may be told by 422.
  if (status === 429 || (status === 422 && /submitted too quickly/i.test(message))) return "RATE_LIMITED";
  if (status === 403) {
    const isLimited =
      headers["retry-after"] !== undefined ||
      `${headers["x-ratelimit-remaining"]}` === "0" ||
      /rate limit|abuse detection|submitted too quickly/i.test(message);
    return isLimited ? "RATE_LIMITED" : "REFUSED";
  }
  if (/no commit found/i.test(message)) return "UNKNOWN_COMMIT";
  if (status === 401) return "UNAUTHORIZED";
  if (status === 404 || status === 410) return "NOT_FOUND";
  return status >= 500 || status === 408 ? "UNAVAILABLE" : "INVALID";
}

/** GitHub's own words, with those on single fields. */
function wordsOf(data: unknown): string | undefined {
  const { message, errors } = partsOf(data);
  if (typeof message !== "string") return undefined;
  const details = (Array.isArray(errors) ? errors.slice(0, MOST_DETAILS) : [])
    .map((error: unknown) => (typeof error === "string" ? error : partsOf(error).message))
    .filter((detail) => typeof detail === "string");
  return [message, ...details].join(": ");
}

function partsOf(value: unknown): { readonly message?: unknown; readonly errors?: unknown } {
  return typeof value === "object" && value !== null ? value : {};
}

function isRequestFailure(error: unknown): error is RequestFailure {
  return error instanceof Error && "status" in error && typeof error.status === "number";
}
