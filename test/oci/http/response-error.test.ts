import { describe, expect, it } from "vitest";
import { responseError } from "../../../src/oci/http/response-error.ts";
import { NOON } from "../clocks.ts";
import { type FakeAnswer, responseOf } from "../fake-send.ts";

const URL_ASKED = new URL("https://ghcr.io/v2/acme/app/manifests/v1?token=secret");

function errorOf(answer: FakeAnswer) {
  return responseError("GET", responseOf(answer, URL_ASKED), NOON);
}

/** The list of the OCI distribution-spec, with one error. */
function list(code: string, message: string, detail?: unknown) {
  return { errors: [{ code, message, detail }] };
}

describe("the code of a refusal", () => {
  it.each([
    [401, "", "UNAUTHORIZED"],
    [403, list("DENIED", "permission_denied: write_package"), "DENIED"],
    [403, { message: "You have exceeded a secondary rate limit" }, "TOO_MANY_REQUESTS"],
    [404, list("MANIFEST_UNKNOWN", "manifest unknown"), "NOT_FOUND"],
    [400, list("MANIFEST_BLOB_UNKNOWN", "blob unknown to registry"), "BLOB_UNKNOWN"],
    [404, list("MANIFEST_BLOB_UNKNOWN", "blob unknown to registry"), "BLOB_UNKNOWN"],
    [400, list("DIGEST_INVALID", "provided digest did not match"), "DIGEST_MISMATCH"],
    [400, list("SIZE_INVALID", "provided length did not match"), "SIZE_MISMATCH"],
    [407, "who are you?", "PROXY"],
    [408, "", "TIMEOUT"],
    [413, "", "TOO_LARGE"],
    [416, list("RANGE_INVALID", "invalid content range"), "REJECTED"],
    [429, "", "TOO_MANY_REQUESTS"],
    [503, list("TOOMANYREQUESTS", "slow down"), "TOO_MANY_REQUESTS"],
    // Google's words for too many requests, which are not about space.
    [429, list("RESOURCE_EXHAUSTED", "Quota exceeded for quota metric 'Requests'"), "TOO_MANY_REQUESTS"],
    [403, list("DENIED", "quota exceeded for project acme"), "NO_SPACE"],
    [500, list("UNKNOWN", "unknown error", "write /data/1: no space left on device"), "NO_SPACE"],
    [500, list("UNKNOWN", "unknown error", { Op: "write" }), "UNAVAILABLE"],
    [507, "", "NO_SPACE"],
    [500, "", "UNAVAILABLE"],
    [502, "<html>Bad Gateway</html>", "UNAVAILABLE"],
    [503, "", "UNAVAILABLE"],
    [501, "", "REJECTED"],
    [307, "", "REDIRECT"],
    [405, list("UNSUPPORTED", "The operation is unsupported."), "REJECTED"],
    [200, "", "REJECTED"],
  ])("%i with %j is %s", async (status, body, code) => {
    expect(await errorOf({ status, body })).toMatchObject({ code, status, method: "GET" });
  });
});

describe("the words of a refusal", () => {
  it.each([
    [list("DENIED", "denied"), "DENIED: denied"],
    [list("UNKNOWN", "unknown error", "disk on fire"), "UNKNOWN: unknown error: disk on fire"],
    [list("UNKNOWN", "same", "same"), "UNKNOWN: same"],
    [
      list("UNAUTHORIZED", "authentication required", [{ Type: "repository" }]),
      "UNAUTHORIZED: authentication required",
    ],
    [{ errors: [{ code: 7, message: {} }] }, ""],
    [{ errors: [] }, '{"errors":[]}'],
    [{ errors: [null] }, '{"errors":[null]}'],
    [{ details: "incorrect username or password" }, "incorrect username or password"],
    [{ message: "Not Found" }, "Not Found"],
    [{ error: "invalid_grant" }, "invalid_grant"],
    [{ error: "invalid_grant", error_description: "token expired" }, "token expired"],
    ["404 page not found\n", "404 page not found"],
    ["<html><body>Bad Gateway</body></html>", ""],
    ["two\r\nlines\u0000\u001b[31m\u202e", "two lines [31m"],
    ["see https://u:p@a.example/x?sig=1", "see https://a.example/x?sig=…"],
    ["x".repeat(1_000), `${"x".repeat(400)}…`],
    ["x".repeat(70_000), ""],
    ["null", "null"],
    ["", ""],
  ])("%j are %j", async (body, words) => {
    const error = await errorOf({ status: 400, body });
    const url = "https://ghcr.io/v2/acme/app/manifests/v1?token=…";
    expect(error.message).toBe(`GET ${url}: 400${words === "" ? "" : ` ${words}`}`);
    expect(error.url).toBe(url);
  });

  it("keep the registry's code and message apart", async () => {
    const error = await errorOf({ status: 403, body: list("DENIED", "go away") });
    expect([error.registryCode, error.registryMessage]).toEqual(["DENIED", "go away"]);
  });
});

describe("the wait that a refusal asks for", () => {
  it.each([
    [429, { "retry-after": "60" }, "", 60_000],
    [429, { "retry-after": "Sun, 01 Nov 2026 12:00:30 GMT" }, "", 30_000],
    [429, { "retry-after": String(NOON / 1000 + 90) }, "", 90_000],
    [503, { "retry-after": "5" }, "", 5_000],
    [429, {}, list("TOOMANYREQUESTS", "retry-after: 10.3ms, allowed: 2000/minute"), 11],
    // GitHub names no time, and wants a minute.
    [403, {}, { message: "You have exceeded a secondary rate limit" }, 60_000],
    [403, { "retry-after": "5" }, { message: "You have exceeded a secondary rate limit" }, 5_000],
    // Docker Hub's pull limit: no time is named but the window.
    [
      429,
      { "ratelimit-limit": "100;w=21600", "ratelimit-remaining": "0;w=21600" },
      list("TOOMANYREQUESTS", "x"),
      21_600_000,
    ],
    [429, { "ratelimit-remaining": "0;w=21600", "retry-after": "60" }, "", 60_000],
    [429, { "ratelimit-remaining": "5;w=21600" }, "", undefined],
    [429, { "ratelimit-remaining": "0;w=99999999" }, "", undefined],
    [429, {}, "", undefined],
    [403, { "retry-after": "60" }, "", undefined],
    [404, { "ratelimit-remaining": "0;w=21600" }, "", undefined],
  ] as const)("%i %j %j: %s ms", async (status, headers, body, wait) => {
    expect((await errorOf({ status, headers, body })).retryAfter).toBe(wait);
  });
});

it("survives a body that breaks off", async () => {
  const response = responseOf({ status: 503 }, URL_ASKED);
  const body = { ...response.body, flow: async () => Promise.reject(new Error("broken")) };
  expect(await responseError("GET", { ...response, body }, NOON)).toMatchObject({ code: "UNAVAILABLE" });
});

describe("a refused pull", () => {
  const SPENT = { "ratelimit-remaining": "0;w=21600" };
  const WORDS = list("TOOMANYREQUESTS", "You have reached your unauthenticated pull rate limit. https://x");
  it.each([
    [429, {}, WORDS, true],
    [429, {}, "You have reached your pull rate limit as 'ann'.", true],
    [429, { "retry-after": "3600" }, WORDS, true],
    [429, SPENT, "", true],
    // The limit against abuse, which is waited for.
    [429, {}, "Too Many Requests", undefined],
    [429, { "retry-after": "60" }, "", undefined],
    [429, { ...SPENT, "retry-after": "60" }, "Too Many Requests (HAP429)", undefined],
    [429, { "ratelimit-remaining": "5;w=21600" }, "", undefined],
    [503, SPENT, WORDS, undefined],
  ])("%i with %j and %j: %s", async (status, headers, body, expected) => {
    expect((await errorOf({ status, headers, body })).isPullRefusal).toBe(expected);
  });
});
