import { GitHubError, type GitHubErrorCode } from "../github-error.ts";

/** The part of Octokit's `RequestError` that is read here. */
interface RequestFailure {
  readonly status: number;
  readonly message: string;
  readonly response?: {
    readonly headers: Readonly<Record<string, string | number | undefined>>;
    readonly data?: unknown;
  };
}

/**
 * What Octokit threw, in our words. Octokit's own error carries the request with its headers and body, so it is not kept as
 * the cause; a connection's failure is.
 */
export function describeFailure(error: unknown, operation: string): GitHubError {
  if (!isRequestFailure(error)) return new GitHubError("UNAVAILABLE", operation, wordsOf(error), undefined);
  const { status, response } = error;
  // Octokit makes a 500 of a connection that failed.
  if (!response) return new GitHubError("UNAVAILABLE", operation, wordsOf(error));
  return new GitHubError(
    codeOf(status, response.headers, messageOf(error)),
    operation,
    messageOf(error),
    status,
  );
}

function codeOf(
  status: number,
  headers: NonNullable<RequestFailure["response"]>["headers"],
  message: string,
): GitHubErrorCode {
  if (status === 429) return "RATE_LIMITED";
  if (status === 403) {
    const isLimited =
      headers["retry-after"] !== undefined ||
      `${headers["x-ratelimit-remaining"]}` === "0" ||
      /rate limit/i.test(message);
    return isLimited ? "RATE_LIMITED" : "REFUSED";
  }
  if (status === 401) return "UNAUTHORIZED";
  if (status === 404 || status === 410) return "NOT_FOUND";
  return status >= 500 || status === 408 ? "UNAVAILABLE" : "INVALID";
}

function messageOf({ message, response }: RequestFailure): string {
  const data = response?.data;
  const own = typeof data === "object" && data !== null && "message" in data ? data.message : undefined;
  return typeof own === "string" ? own : message;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : `${error}`;
}

function isRequestFailure(error: unknown): error is RequestFailure {
  return error instanceof Error && "status" in error && typeof error.status === "number";
}
