import { RequestError } from "@octokit/request-error";
import { describe, expect, it } from "vitest";
import { describeFailure } from "../../../src/github/client/describe-failure.ts";
import type { GitHubError } from "../../../src/github/github-error.ts";

interface Failure {
  readonly headers?: Record<string, string>;
  readonly message?: string;
  readonly errors?: unknown;
}

function answered(
  status: number,
  { headers = {}, message = "GitHub's words", errors }: Failure = {},
): RequestError {
  const response = {
    status,
    url: "https://api.github.com/",
    headers,
    data: { message, errors },
    retryCount: 0,
  };
  const request = {
    method: "GET",
    url: "https://api.github.com/",
    headers: { authorization: "token ghs_x" },
  };
  return new RequestError(`${message} - https://docs.github.com`, status, { request, response } as never);
}

describe("describeFailure", () => {
  it.each([
    [401, {}, "UNAUTHORIZED"],
    [403, {}, "REFUSED"],
    [403, { message: "Resource not accessible by integration" }, "REFUSED"],
    [403, { message: "This installation has been suspended" }, "REFUSED"],
    [403, { headers: { "retry-after": "60" } }, "RATE_LIMITED"],
    [403, { headers: { "x-ratelimit-remaining": "0" } }, "RATE_LIMITED"],
    [403, { headers: { "x-ratelimit-remaining": "10" } }, "REFUSED"],
    [403, { message: "You have exceeded a secondary rate limit" }, "RATE_LIMITED"],
    [403, { message: "You have triggered an abuse detection mechanism." }, "RATE_LIMITED"],
    [422, { errors: [{ resource: "IssueComment", message: "was submitted too quickly" }] }, "RATE_LIMITED"],
    [403, { message: "Unable to create comment because issue is locked." }, "REFUSED"],
    [403, { message: "An owner has limited the ability to comment to collaborators." }, "REFUSED"],
    [403, { message: "Repository was archived so is read-only." }, "REFUSED"],
    [410, { message: "Issues are disabled for this repo" }, "NOT_FOUND"],
    [429, {}, "RATE_LIMITED"],
    [404, {}, "NOT_FOUND"],
    [410, {}, "NOT_FOUND"],
    [408, {}, "UNAVAILABLE"],
    [500, {}, "UNAVAILABLE"],
    [502, {}, "UNAVAILABLE"],
    [409, {}, "INVALID"],
    [422, {}, "INVALID"],
  ] as const)("%i %o is %s", (status, failure, code) => {
    expect(failureOf(answered(status, failure), "do a thing")).toMatchObject({ code, status });
  });

  it("says what was tried, and GitHub's own words", () => {
    const { message } = failureOf(answered(422), "create a check run");
    expect(message).toBe("GitHub, create a check run: 422 GitHub's words");
  });

  it("says what GitHub has against single fields", () => {
    const errors = [{ field: "head", code: "invalid" }, { message: "there is one" }, "and another", null, 7];
    const failure = failureOf(answered(422, { message: "Validation Failed", errors }), "open a pull request");
    expect(failure.words).toBe("Validation Failed: there is one: and another");
  });

  it("keeps nothing of the request", () => {
    const failure = failureOf(answered(500), "do a thing");
    expect(JSON.stringify({ ...failure, cause: failure.cause })).not.toContain("ghs_x");
  });

  it("takes an answer that never came for GitHub's failure", () => {
    const request = { method: "GET", url: "u", headers: {} } as const;
    const failure = failureOf(new RequestError("fetch failed", 500, { request }), "do a thing");
    expect(failure).toMatchObject({ code: "UNAVAILABLE", status: undefined });
    expect(failure.message).toBe("GitHub, do a thing: fetch failed");
  });

  it("leaves alone what is no failure of a request", () => {
    const bug = new TypeError("x is not a function");
    expect(describeFailure(bug, "do a thing", NOW)).toBe(bug);
  });

  it.each([
    ["as it is said", { "retry-after": "7" }, 7_000],
    ["until the limit is reset", { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1060" }, 60_000],
    ["an hour at most", { "retry-after": "86400" }, 3_600_000],
    ["a minute where nothing is said", {}, 60_000],
  ])("waits %s", (_, headers, retryAfter) => {
    expect(failureOf(answered(429, { headers }), "do a thing")).toMatchObject({ retryAfter });
  });

  it("knows a commit that GitHub does not know yet", () => {
    const message = "No commit found for SHA: 1234";
    expect(failureOf(answered(422, { message }), "create a check run").code).toBe("UNKNOWN_COMMIT");
  });
});

const NOW = 1_000_000;

function failureOf(error: unknown, operation: string): GitHubError {
  return describeFailure(error, operation, NOW) as GitHubError;
}
