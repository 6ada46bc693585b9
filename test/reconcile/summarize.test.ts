import { describe, expect, it } from "vitest";
import type { ImageReport } from "../../src/reconcile/report.ts";
import { STOPPED } from "../../src/reconcile/stopped.ts";
import { summarize } from "../../src/reconcile/summarize.ts";

const TOTALS = { mountedBytes: 7, seconds: 1.23456, pulls: new Map([["docker.io", 3]]) };

function report(
  action: ImageReport["action"],
  result: ImageReport["result"],
  more: Partial<ImageReport> = {},
) {
  return {
    source: "docker.io/library/redis:7",
    destination: "ghcr.io/acme/redis:7",
    action,
    result,
    sourceDigest: null,
    digest: null,
    previousDigest: null,
    platforms: [],
    bytes: 10,
    reason: "",
    ...more,
  };
}

describe("summarize", () => {
  it.each([
    ["copy", "done", "copied"],
    ["copy", "planned", "copied"],
    ["copy", "failed", "failed"],
    ["update", "done", "updated"],
    ["update", "planned", "updated"],
    ["update", "failed", "failed"],
    ["up-to-date", "skipped", "upToDate"],
    ["blocked", "skipped", "blocked"],
    ["copy", "deferred", "deferred"],
    ["update", "deferred", "deferred"],
    ["wait", "skipped", "waiting"],
  ] as const)("counts %s, %s as %s", (action, result, counted) => {
    const { bytes, mountedBytes, seconds, pulls, ...counts } = summarize([report(action, result)], TOTALS);
    const none = { copied: 0, updated: 0, upToDate: 0, blocked: 0, failed: 0, deferred: 0, waiting: 0 };
    expect(counts).toEqual({ ...none, [counted]: 1 });
  });

  it("counts nowhere what was stopped before its turn", () => {
    const stopped = report("copy", "skipped", { error: STOPPED, bytes: 0 });
    const { copied, updated, upToDate, blocked, failed } = summarize([stopped], TOTALS);
    expect([copied, updated, upToDate, blocked, failed]).toEqual([0, 0, 0, 0, 0]);
  });

  it("adds up bytes, and passes on the rest with milliseconds", () => {
    const images = [report("copy", "done"), report("update", "done", { bytes: 32 })];
    expect(summarize(images, TOTALS)).toMatchObject({
      bytes: 42,
      mountedBytes: 7,
      seconds: 1.235,
      pulls: { "docker.io": 3 },
    });
  });
});
