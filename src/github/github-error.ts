/**
 * What went wrong at GitHub. `RATE_LIMITED` and `UNAVAILABLE` pass; `NOT_FOUND` is also what GitHub says to those who may not
 * know; `REFUSED` means that the App lacks a permission, was suspended or the repository is archived. `UNKNOWN_COMMIT`: just after a push,
 * not all of GitHub knows it yet.
 */
export type GitHubErrorCode =
  | "UNAUTHORIZED"
  | "REFUSED"
  | "NOT_FOUND"
  | "UNKNOWN_COMMIT"
  | "INVALID"
  | "RATE_LIMITED"
  | "UNAVAILABLE"
  | "TOO_LARGE";

/** A call to GitHub that failed: what was tried, and GitHub's own words. */
export class GitHubError extends Error {
  override readonly name = "GitHubError";
  readonly code: GitHubErrorCode;
  /** What was tried, in words: `create a check run`. */
  readonly operation: string;
  /** GitHub's own. */
  readonly words: string;
  /** That of the answer, where it is what went wrong. */
  readonly status: number | undefined;
  /** Milliseconds until GitHub wants to be asked again, where it says so. */
  readonly retryAfter: number | undefined;

  constructor(code: GitHubErrorCode, operation: string, words: string, status?: number, retryAfter?: number) {
    super(`GitHub, ${operation}: ${status === undefined ? "" : `${status} `}${words}`);
    this.code = code;
    this.operation = operation;
    this.words = words;
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** Whether an error is GitHub's, with one of these codes. */
export function isGitHubError(error: unknown, ...codes: GitHubErrorCode[]): error is GitHubError {
  return error instanceof GitHubError && codes.includes(error.code);
}

/** Whether GitHub says no, and will say so again: the repository is out of our reach, or what is asked is not allowed. */
export function isRefusal(error: unknown): error is GitHubError {
  return isGitHubError(error, "NOT_FOUND", "REFUSED", "INVALID");
}
