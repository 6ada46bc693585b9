import { describe, expect, it } from "vitest";
import { removalToldByJob, toldByJob } from "../../src/action/told-by-job.ts";
import { digest, image } from "../cli/reports.ts";

const ENDPOINTS = new Map([["docker.io", new URL("http://proxy.internal:5003")]]);
const told = (code: string, side: "source" | "destination", message = "no") =>
  toldByJob(
    image({ result: "failed", error: { code, side, message, remedy: "of the command line" } }),
    ENDPOINTS,
  );

describe("toldByJob", () => {
  it.each<[code: string, side: "source" | "destination", message: string, words: string]>([
    ["UNAUTHORIZED", "source", "no", "`MIRROR_DOCKER_CONFIG`"],
    ["DENIED", "source", "no", "`MIRROR_DOCKER_CONFIG`"],
    ["TOO_MANY_REQUESTS", "source", "no", "`MIRROR_DOCKER_CONFIG`"],
    ["UNREACHABLE", "source", "no", "the runner"],
    ["UNAUTHORIZED", "destination", "no", "`permissions: packages: write`"],
    [
      "DENIED",
      "destination",
      "403 DENIED: installation not allowed to Create organization package",
      "`permissions: packages: write`",
    ],
    [
      "DENIED",
      "destination",
      "403 DENIED: installation not allowed to Write organization package",
      "Manage Actions access",
    ],
    ["DENIED", "destination", "403 DENIED: permission_denied: write_package", "Manage Actions access"],
    ["NOT_FOUND", "source", "no", "of the command line"],
  ])("says what to do about %s at the %s (%s)", (code, side, message, words) => {
    const remedy = told(code, side, message).error?.remedy;
    expect(remedy).toContain(words);
    expect(remedy).not.toMatch(/docker login|GHCR_TOKEN|PUBLISHER/);
  });

  it("shows no address of the runner's network", () => {
    expect(told("UNAVAILABLE", "source", "GET http://proxy.internal:5003/v2/: 500").error?.message).toBe(
      "GET https://docker.io/v2/: 500",
    );
  });

  it("shows none of what was to be deleted either", () => {
    const removal = { destination: "ghcr.io/acme/redis:6", digest: digest("6"), result: "kept" } as const;
    const why = "GET http://proxy.internal:5003/v2/library/redis/tags/list: 500";
    expect(removalToldByJob({ ...removal, why }, ENDPOINTS).why).toBe(
      "GET https://docker.io/v2/library/redis/tags/list: 500",
    );
    expect(removalToldByJob(removal, ENDPOINTS)).toBe(removal);
  });

  it("leaves alone what went well", () => {
    const well = image();
    expect(toldByJob(well, ENDPOINTS)).toBe(well);
  });
});
