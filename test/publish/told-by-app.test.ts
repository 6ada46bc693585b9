import { describe, expect, it } from "vitest";
import { hideAddresses } from "../../src/publish/hide-addresses.ts";
import { toldByApp } from "../../src/publish/told-by-app.ts";
import type { ReportedError } from "../../src/reconcile/report.ts";
import { image } from "../cli/reports.ts";

const ENDPOINTS = new Map([
  ["docker.io", new URL("http://proxy.internal:5003")],
  ["ghcr.io", new URL("https://10.1.2.3")],
]);

function remedyOf(error: Omit<ReportedError, "remedy">): string | undefined {
  const failed = image({ result: "failed", error: { ...error, remedy: "of the command line" } });
  return toldByApp(failed, ENDPOINTS).error?.remedy;
}

describe("hideAddresses", () => {
  it.each([
    ["HEAD http://proxy.internal:5003/v2/a/manifests/1: 401", "HEAD https://docker.io/v2/a/manifests/1: 401"],
    ["PUT https://10.1.2.3/v2/x: 500", "PUT https://ghcr.io/v2/x: 500"],
    [
      "GET https://quay.io/v2/: connect ECONNREFUSED 192.168.7.8:443",
      "GET https://quay.io/v2/: connect ECONNREFUSED",
    ],
    ["connect ETIMEDOUT [fd00::1]:443", "connect ETIMEDOUT"],
    [
      "GET https://ghcr.io/v2/: no way through the proxy: the proxy http://squid.internal:3128 could not reach ghcr.io (502)",
      "GET https://ghcr.io/v2/: no way through the proxy: the proxy could not reach ghcr.io (502)",
    ],
    ["redis:7 does not exist", "redis:7 does not exist"],
    [
      "toomanyrequests: retry-after: 10.3ms, allowed: 2000/minute",
      "toomanyrequests: retry-after: 10.3ms, allowed: 2000/minute",
    ],
  ])("makes of %j %j", (text, told) => {
    expect(hideAddresses(text, ENDPOINTS)).toBe(told);
  });
});

describe("toldByApp", () => {
  it("leaves alone what went well", () => {
    const well = image();
    expect(toldByApp(well, ENDPOINTS)).toBe(well);
  });

  it("hides addresses in the error and in the reason", () => {
    const message = "GET http://proxy.internal:5003/v2/: 500";
    const error = { code: "UNAVAILABLE", side: "source", message } as const;
    expect(toldByApp(image({ reason: message, error }), ENDPOINTS)).toMatchObject({
      reason: "GET https://docker.io/v2/: 500",
      error: { message: "GET https://docker.io/v2/: 500" },
    });
  });

  it.each([
    ["UNAUTHORIZED", "source", "Private sources are for a workflow"],
    ["DENIED", "source", "Private sources are for a workflow"],
    ["UNAUTHORIZED", "destination", "installed on this repository"],
    ["UNREACHABLE", "source", "the server of ghcr-mirror"],
    ["TOO_MANY_REQUESTS", "source", "later"],
    ["PULLS_SPENT", "source", "by itself"],
    ["TLS", "source", "whoever runs ghcr-mirror"],
    ["PROXY", "source", "whoever runs ghcr-mirror"],
    ["UPLOAD_CUT", "destination", "whose line to the registry is faster"],
    ["NOT_FOUND", "source", "of the command line"],
  ] as const)("says what to do about %s at the %s without a command line", (code, side, words) => {
    expect(remedyOf({ code, side, message: "no" })).toContain(words);
  });

  it.each([
    ["permission_denied: write_package", "Manage Actions access"],
    ["installation not allowed to Create organization package", "let a workflow bring the images"],
    ["permission_denied: The token provided does not match expected scopes", "`GITHUB_TOKEN`"],
  ])("says what to do in the App about GHCR's %j", (words, remedy) => {
    const message = `403 DENIED: ${words}`;
    expect(remedyOf({ code: "DENIED", side: "destination", message })).toContain(remedy);
  });
});
