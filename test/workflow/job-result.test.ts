import { describe, expect, it } from "vitest";
import type { RunReport } from "../../src/reconcile/report.ts";
import { artifactName, type JobResult, RESULT_LIMITS, writeResult } from "../../src/workflow/job-result.ts";
import { readResult } from "../../src/workflow/read-result.ts";
import { digest, image, report } from "../cli/reports.ts";

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

const UNTIL = "2026-11-22T09:00:00.000Z";
const DEFERRED = image({ result: "deferred", until: UNTIL, pulls: 5 });
const YOUNG = image({ action: "wait", result: "skipped", until: UNTIL });
const STAYS = image({
  action: "up-to-date",
  result: "skipped",
  isVanished: true,
  isDrifted: true,
  isBelieved: true,
});
const BACKED = image({ action: "update", backup: "ghcr.io/acme/redis:7-0123456789ab" });

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
      ...report([image(), image({ result: "failed", error, digest: null }), DEFERRED, YOUNG, STAYS, BACKED], {
        copied: 1,
        failed: 1,
        deferred: 1,
        waiting: 1,
        seconds: 1.234,
        pulls: { "docker.io": 3, "[::1]:5000": 1 },
      }),
      unmatched: [{ source: "docker.io/library/redis", pattern: "9.*" }],
      pullLimits: [
        { registry: "docker.io", limit: 100, remaining: 76, window: 21_600, identity: "0123456789ab" },
      ],
      departed: [
        {
          source: "docker.io/library/redis:6",
          destination: "ghcr.io/acme/redis:6",
          digest: digest("6"),
          line: 3,
          deleteAfter: 86_400_000,
          why: "tags no longer match",
        },
      ],
      selections: [
        {
          source: "docker.io/library/redis",
          line: 3,
          available: 9,
          selected: 7,
          left: [{ why: "excluded by *-rc*", count: 2, examples: ["8.0-rc1", "8.0-rc2"] }],
        },
      ],
      removals: [
        { destination: "ghcr.io/acme/redis:5", digest: digest("5"), result: "deleted" },
        { destination: "ghcr.io/acme/redis:4", digest: digest("4"), result: "kept", why: "it has moved" },
      ],
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

  it("cuts what searches and deletions tell to a few words", () => {
    const long = "é".repeat(10_000);
    const reason = { why: long, count: 1, examples: Array.from({ length: 99 }, () => long) };
    const { selections, removals, departed } = writtenAndRead({
      ...report([image()]),
      selections: Array.from({ length: 2_500 }, () => ({
        source: "docker.io/library/redis",
        available: 1,
        selected: 0,
        left: Array.from({ length: 99 }, () => reason),
      })),
      removals: [{ destination: "ghcr.io/acme/redis:5", digest: digest("5"), result: "failed", why: long }],
      departed: [
        {
          source: "docker.io/library/redis:6",
          destination: "ghcr.io/acme/redis:6",
          digest: digest("6"),
          why: long,
        },
      ],
    });
    expect(selections).toHaveLength(RESULT_LIMITS.selections);
    expect(selections?.[0]?.left[0]?.examples).toHaveLength(RESULT_LIMITS.examples);
    expect(removals?.[0]?.why).toHaveLength(RESULT_LIMITS.words);
    expect(departed?.[0]?.why).toHaveLength(RESULT_LIMITS.why);
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
