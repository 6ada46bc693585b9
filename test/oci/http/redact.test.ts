import { describe, expect, it } from "vitest";
import { redactSecrets, redactUrl } from "../../../src/oci/http/redact.ts";

/** Put together here, so that no scanner takes a test for a leak. */
const GITHUB_TOKEN = `gh${"s"}_${"Ab1".repeat(12)}`;
const INSTALLATION_TOKEN = `gh${"s"}_123456_${"eyJ".repeat(12)}.${"e30".repeat(40)}.sig-na_ture`;
const FINE_GRAINED = `github_${"pat"}_${"11A".repeat(8)}_${"x".repeat(59)}`;

describe("redactUrl", () => {
  it.each([
    ["https://ghcr.io/v2/acme/redis/manifests/7", "https://ghcr.io/v2/acme/redis/manifests/7"],
    ["https://user:hunter2@ghcr.io/v2/", "https://ghcr.io/v2/"],
    ["https://hunter2@ghcr.io/v2/", "https://ghcr.io/v2/"],
    ["https://user:p@ss@ghcr.io/v2/?n=1", "https://ghcr.io/v2/?n=1"],
    ["https://a.example/v2/x/tags/list?n=100&last=v1", "https://a.example/v2/x/tags/list?n=100&last=v1"],
    [
      "https://a.example/token?scope=repository:x:pull&service=a.example&account=me",
      "https://a.example/token?scope=repository:x:pull&service=a.example&account=…",
    ],
    [
      "https://cdn.example/blob?X-Amz-Signature=abc&X-Amz-Credential=def#frag",
      "https://cdn.example/blob?X-Amz-Signature=…&X-Amz-Credential=…",
    ],
    [
      "http://127.0.0.1:5000/v2/x/blobs/uploads/1?_state=secret&digest=sha256:ab",
      "http://127.0.0.1:5000/v2/x/blobs/uploads/1?_state=…&digest=sha256:ab",
    ],
    ["https://a.example/?mount=sha256:ab&from=acme/x", "https://a.example/?mount=sha256:ab&from=acme/x"],
    ["https://a.example/?secret", "https://a.example/?…"],
    ["https://a.example/?=secret&n=a=b", "https://a.example/?…&n=a=b"],
    ["/v2/x/blobs/uploads/1?_state=secret", "/v2/x/blobs/uploads/1?_state=…"],
    ["https:\\\\user:hunter2@ghcr.io\\v2", "https://ghcr.io/v2"],
    ["//user:hunter2@ghcr.io/v2/", "//ghcr.io/v2/"],
    ["not a url", "not a url"],
  ])("%s becomes %s", (url, expected) => {
    expect(redactUrl(url)).toBe(expected);
    if (URL.canParse(url)) expect(redactUrl(new URL(url))).toBe(expected);
  });
});

describe("redactSecrets", () => {
  it.each([
    [`token ${GITHUB_TOKEN} refused`, "token … refused"],
    [`token ${INSTALLATION_TOKEN} refused`, "token … refused"],
    [`"${FINE_GRAINED}"`, '"…"'],
    ["Authorization: Bearer abc.def-ghi_j/k+l==, go away", "Authorization: Bearer …, go away"],
    ["authorization: basic dXNlcjpodW50ZXIy", "authorization: basic …"],
    ["Basic  YTpi", "Basic …"],
    ["postgres://app:hunter2@db.example/x", "postgres://db.example/x"],
    [
      "see https://u:p@a.example/b?sig=1 and http://c.example",
      "see https://a.example/b?sig=… and http://c.example",
    ],
  ])("%s becomes %s", (text, expected) => {
    expect(redactSecrets(text)).toBe(expected);
  });

  it.each([
    "denied: permission_denied: write_package",
    "unauthorized: authentication required",
    'Bearer realm="ghcr.io"',
    "no basic auth credentials",
    "wrong bearer token",
    "toomanyrequests: see https://www.docker.com/increase-rate-limit",
    "ghp_tooshort",
    "",
  ])("leaves %j as it is", (text) => {
    expect(redactSecrets(text)).toBe(text);
  });

  it("is quick with a hostile text", () => {
    const started = performance.now();
    for (const text of ["a.", "ghs_", "Bearer ", "x://", "x://@", "github_pat_", " "]) {
      redactSecrets(text.repeat(65_536 / text.length));
    }
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
