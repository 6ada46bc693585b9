import { describe, expect, it } from "vitest";
import { CopyError, type CopyErrorCode } from "../../src/copy/copy-error.ts";
import { RegistryError, type RegistryErrorDetails } from "../../src/oci/error.ts";
import type { Side } from "../../src/oci/side.ts";
import { explain } from "../../src/reconcile/explain.ts";

const BOTH: readonly Side[] = ["source", "destination"];

function failure(side: Side, code: CopyErrorCode, details: RegistryErrorDetails = {}): CopyError {
  const cause = new RegistryError("REJECTED", "words", details);
  return new CopyError(side, "look up", "docker.io/library/redis:7", code, "words", cause);
}

const remedyOf = (side: Side, code: CopyErrorCode, details?: RegistryErrorDetails) =>
  explain(failure(side, code, details)).remedy;

describe("a failure in a report", () => {
  it("has its code, its side, the registry's words and a remedy", () => {
    expect(explain(failure("source", "UNREACHABLE"))).toEqual({
      code: "UNREACHABLE",
      side: "source",
      message: "cannot look up docker.io/library/redis:7: words",
      remedy: expect.stringMatching(/./),
    });
  });

  it.each([new TypeError("a bug"), new RegistryError("DENIED", "without a side"), new Error("x")])(
    "that nobody foresaw is this program's: %s",
    (error) => {
      expect(explain(error)).toMatchObject({
        code: "INTERNAL",
        message: String(error),
        remedy: expect.stringContaining("report it"),
      });
    },
  );
});

describe("the remedy", () => {
  it.each<[CopyErrorCode, RegExp]>([
    ["UNREACHABLE", /can reach it/],
    ["FORBIDDEN_ADDRESS", /ALLOW_SOURCE_HOSTS/],
    ["NO_TOKEN", /installed/],
    ["TLS", /NODE_EXTRA_CA_CERTS/],
    ["UNAUTHORIZED", /docker login/],
    ["DENIED", /credentials/],
    ["NO_SPACE", /storage/],
    ["UNSUPPORTED", /exclude/],
    ["NO_SUCH_PLATFORM", /platforms/],
    ["TOO_MANY_REQUESTS", /later/],
    ["DIGEST_MISMATCH", /report it/],
    ["SIZE_MISMATCH", /report it/],
    ["MALFORMED", /report it/],
    ["TOO_LARGE", /./],
    ["REDIRECT", /./],
    ["REJECTED", /./],
    ["BLOB_UNKNOWN", /./],
    ["NOT_FOUND", /./],
    ["TIMEOUT", /again/],
    ["INTERRUPTED", /again/],
    ["UNAVAILABLE", /again/],
    ["CONFIG_MALFORMED", /Docker config/],
    ["HELPER_FAILED", /Docker config/],
  ])("for %s is there on both sides", (code, words) => {
    for (const side of BOTH) expect(remedyOf(side, code), `${side} ${code}`).toMatch(words);
  });

  it.each([
    ["source", "DENIED", /read/],
    ["destination", "DENIED", /write/],
    ["source", "UNAUTHORIZED", /the source/],
    ["destination", "UNAUTHORIZED", /the destination/],
    ["source", "DIGEST_MISMATCH", /The source/],
    ["destination", "DIGEST_MISMATCH", /The destination/],
    ["source", "NOT_FOUND", /config/],
  ] as const)("for a %s that says %s names what to look at", (side, code, words) => {
    expect(remedyOf(side, code)).toMatch(words);
  });

  it.each([
    ["installation not allowed to Create organization package", /GitHub Apps today.*packages: write/],
    ["installation not allowed to Write organization package", /packages: write.*Manage Actions access/],
    ["installation not allowed to Read organization package", /package's settings/],
    ["permission_denied: write_package", /Manage Actions access/],
    ["permission_denied: create_package", /organization's settings/],
    ["DENIED: denied", /expired/],
    ["permission_denied: The token provided does not match expected scopes", /write:packages/],
    ["permission_denied: The requested installation does not exist", /another organization/],
  ])("for GHCR's %j is that of the words", (registryMessage, words) => {
    expect(remedyOf("destination", "DENIED", { registryMessage })).toMatch(words);
  });

  it("for a used-up pull limit is to wait for its end or to log in", () => {
    expect(remedyOf("source", "TOO_MANY_REQUESTS", { retryAfter: 21_600_000 })).toMatch(
      /limit is over.*log in/,
    );
    expect(remedyOf("source", "TOO_MANY_REQUESTS", { retryAfter: 1_000 })).not.toMatch(/is over/);
  });
});
