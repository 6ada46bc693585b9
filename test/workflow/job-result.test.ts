import { describe, expect, it } from "vitest";
import type { RunReport } from "../../src/reconcile/report.ts";
import { artifactName, type JobResult, RESULT_LIMITS, writeResult } from "../../src/workflow/job-result.ts";
import { readResult } from "../../src/workflow/read-result.ts";
import { image, report } from "../cli/reports.ts";

const RUN = "0193f4a2-7b1c-7d3e-8f00-1234567890ab";
const resultOf = (reported: RunReport): JobResult => ({
  version: 1,
  run: RUN,
  part: 0,
  parts: 1,
  report: reported,
});
const writtenAndRead = (reported: RunReport) =>
  readResult(Buffer.from(writeResult(resultOf(reported))), { run: RUN, destination: "ghcr.io/acme" }).report;

describe("artifactName", () => {
  it("tells attempts and parts apart", () => {
    expect(artifactName(1, 0)).toBe("ghcr-mirror-1-0");
    expect(artifactName(2, 3)).toBe("ghcr-mirror-2-3");
  });
});

describe("writeResult", () => {
  it("writes what can be read", () => {
    const error = { code: "DENIED", side: "destination", message: "no", remedy: "ask" } as const;
    const full: RunReport = {
      ...report([image(), image({ result: "failed", error, digest: null })], {
        copied: 1,
        failed: 1,
        seconds: 1.234,
        pulls: { "docker.io": 3, "[::1]:5000": 1 },
      }),
      unmatched: [{ source: "docker.io/library/redis", pattern: "9.*" }],
      pullLimits: [{ registry: "docker.io", limit: 100, remaining: 76, window: 21_600 }],
    };
    expect(writtenAndRead(full)).toEqual(full);
  });

  it("cuts what nobody reads to its end", () => {
    const long = "x".repeat(10_000);
    const error = { code: "DENIED", side: "source", message: long, remedy: long } as const;
    const platforms = Array.from({ length: 500 }, () => long);
    const [found] = writtenAndRead(report([image({ reason: long, platforms, error })])).images;
    expect(found?.reason).toMatch(/^x{1999}…$/);
    expect(found?.error?.message).toHaveLength(RESULT_LIMITS.words);
    expect(found?.error?.remedy).toHaveLength(RESULT_LIMITS.words);
    expect(found?.platforms).toHaveLength(RESULT_LIMITS.platforms);
  });

  it("leaves out what did not change where there is too much of it", () => {
    const unchanged = Array.from({ length: RESULT_LIMITS.images }, () =>
      image({ action: "up-to-date", result: "skipped" }),
    );
    const { images } = writtenAndRead(report([...unchanged, image()]));
    expect(images).toHaveLength(RESULT_LIMITS.images);
    expect(images[0]).toEqual(image());
  });

  it("is never larger than what is read", () => {
    const error = { code: "DENIED", side: "source", message: "é".repeat(2_000) } as const;
    const images = Array.from({ length: 12_000 }, () => image({ result: "failed", error }));
    expect(writtenAndRead(report(images)).images.length).toBeLessThan(images.length);
  });
});
