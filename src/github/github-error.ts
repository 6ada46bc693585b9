/**
 * What went wrong at GitHub. `RATE_LIMITED` and `UNAVAILABLE` pass; `NOT_FOUND` is also what GitHub says to those who may not
 * know; `REFUSED` means that the App lacks a permission, was suspended or the repository is archived.
 */
export type GitHubErrorCode =
  | "UNAUTHORIZED"
  | "REFUSED"
  | "NOT_FOUND"
  | "INVALID"
  | "RATE_LIMITED"
  | "UNAVAILABLE"
  | "TOO_LARGE";

/** A call to GitHub that failed: what was tried, and GitHub's own words. */
export class GitHubError extends Error {
  override readonly name = "GitHubError";
  readonly code: GitHubErrorCode;
  /** As in `POST /repos/{owner}/{repo}/check-runs`. */
  readonly operation: string;
  readonly status: number | undefined;

  constructor(code: GitHubErrorCode, operation: string, words: string, status?: number, cause?: unknown) {
    super(`GitHub, ${operation}: ${status === undefined ? "" : `${status} `}${words}`, { cause });
    this.code = code;
    this.operation = operation;
    this.status = status;
  }
}

/** Whether an error is GitHub's, with one of these codes. */
export function isGitHubError(error: unknown, ...codes: GitHubErrorCode[]): error is GitHubError {
  return error instanceof GitHubError && codes.includes(error.code);
}
