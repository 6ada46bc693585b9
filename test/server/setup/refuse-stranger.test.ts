import { describe, expect, it } from "vitest";
import { refuseStranger } from "../../../src/server/setup/refuse-stranger.ts";

const json = { "content-type": "application/json" };

describe("refuseStranger", () => {
  it.each([
    ["GET", { host: "localhost:3000" }],
    ["GET", { host: "127.0.0.1" }],
    ["GET", { host: "[::1]:3000" }],
    ["GET", { host: "Mirror.example:3000" }],
    ["GET", { host: "localhost:3000", "sec-fetch-site": "cross-site" }],
    ["POST", { host: "localhost:3000", ...json }],
    [
      "POST",
      { host: "localhost:3000", origin: "http://localhost:3000", "sec-fetch-site": "same-origin", ...json },
    ],
  ])("lets in %s %o", (method, headers) => {
    expect(refuseStranger({ method, headers }, "mirror.example")).toBeUndefined();
  });

  it.each([
    [403, "GET", {}],
    [403, "GET", { host: "evil.example:3000" }],
    [403, "GET", { host: "localhost.evil.example" }],
    [403, "GET", { host: "127.0.0.1.evil.example" }],
    [403, "POST", { host: "localhost:3000", origin: "https://evil.example", ...json }],
    [403, "POST", { host: "localhost:3000", origin: "http://localhost:4000", ...json }],
    [403, "POST", { host: "localhost:3000", origin: "null", ...json }],
    [403, "POST", { host: "localhost:3000", "sec-fetch-site": "cross-site", ...json }],
    [403, "POST", { host: "localhost:3000", "sec-fetch-site": "same-site", ...json }],
    [415, "POST", { host: "localhost:3000", "content-type": "text/plain" }],
    [415, "POST", { host: "localhost:3000" }],
  ])("refuses with %i %s %o", (status, method, headers) => {
    expect(refuseStranger({ method, headers }, "mirror.example")).toMatchObject({ status });
  });
});
