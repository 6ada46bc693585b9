import { describe, expect, it } from "vitest";
import { PullsSpentError } from "../../src/copy/pull-gate.ts";
import type { Digest } from "../../src/oci/digest.ts";
import type { Observed } from "../../src/plan/observed.ts";
import { planImage } from "../../src/plan/plan-image.ts";
import {
  copiedReport,
  deferredReport,
  failedReport,
  plannedReport,
} from "../../src/reconcile/image-report.ts";
import { STOPPED } from "../../src/reconcile/stopped.ts";
import { desiredBy } from "../plan/entry.ts";

const digest = (letter: string): Digest => `sha256:${letter.repeat(64)}`;
const [NEW, OLD] = [digest("a"), digest("b")];
const DENIED = { code: "DENIED", side: "source", message: "no", remedy: "ask" } as const;

function planned(
  held: Digest | undefined,
  wanted: Digest | typeof DENIED = NEW,
  { item = "redis:7", ...more }: { item?: string } & Partial<Observed> = {},
) {
  const [desired] = desiredBy([item]);
  if (!desired) throw new Error("the entry selects nothing");
  return planImage(desired, {
    source: typeof wanted === "string" ? { digest: wanted } : { problem: wanted },
    destination: held ? { digest: held } : { absent: true },
    content: { manifests: 1, bytes: 99, platforms: ["linux/amd64"] },
    ...more,
  });
}

const NAMES = { source: "docker.io/library/redis:7", destination: "ghcr.io/acme/redis:7" };

describe("the report of an image", () => {
  it("with which nothing has been done says what would be", () => {
    expect(plannedReport(planned(OLD))).toEqual({
      ...NAMES,
      action: "update",
      result: "planned",
      sourceDigest: NEW,
      digest: NEW,
      previousDigest: OLD,
      platforms: ["linux/amd64"],
      bytes: 99,
      reason: "the source moved",
      line: 3,
    });
  });

  it("that is in sync says that nothing was tried", () => {
    expect(plannedReport(planned(NEW))).toMatchObject({ action: "up-to-date", result: "skipped", bytes: 0 });
  });

  it("that was copied says what has moved", () => {
    const outcome = { digest: NEW, moved: 42, mounted: 7, platforms: ["linux/arm64"] };
    expect(copiedReport(planned(undefined), outcome)).toEqual({
      ...NAMES,
      action: "copy",
      result: "done",
      sourceDigest: NEW,
      digest: NEW,
      previousDigest: null,
      platforms: ["linux/arm64"],
      bytes: 42,
      reason: "new at the destination",
      line: 3,
    });
  });

  it.each([
    ["while observing", plannedReport(planned(undefined, DENIED))],
    ["while copying", failedReport(planned(undefined), DENIED)],
  ])("that failed %s carries the error, and moved nothing", (_, report) => {
    expect(report).toMatchObject({ action: "copy", result: "failed", error: DENIED, bytes: 0, digest: null });
  });

  it("that failed to be updated holds what it held", () => {
    expect(failedReport(planned(OLD), DENIED)).toMatchObject({ digest: OLD, previousDigest: OLD });
  });

  it("that was stopped was skipped, with an error that says so", () => {
    expect(failedReport(planned(undefined), STOPPED)).toMatchObject({
      result: "skipped",
      error: { code: "CANCELED", side: "destination", remedy: expect.any(String) },
    });
  });

  it("that overwrote a digest names what keeps it, once that is done", () => {
    const backup = planned(OLD, NEW, { item: "{ source: redis:7, on-change: backup }" });
    const outcome = { digest: NEW, moved: 42, mounted: 7, platforms: [] };
    expect(copiedReport(backup, outcome).backup).toBe("ghcr.io/acme/redis:7-bbbbbbbbbbbb");
    expect(plannedReport(backup).backup).toBeUndefined();
    expect(copiedReport(planned(OLD), outcome).backup).toBeUndefined();
  });

  it("that waits for pulls says when it goes on, and has not failed", () => {
    const spent = new PullsSpentError("docker.io", Date.UTC(2026, 9, 1), "none is left");
    const deferred = deferredReport(planned(OLD), spent, { manifests: 4 });
    expect(deferred).toMatchObject({
      action: "update",
      result: "deferred",
      digest: OLD,
      bytes: 0,
      until: "2026-10-01T00:00:00.000Z",
      reason: "waits for pulls: none is left",
      pulls: 4,
    });
    const unseen = deferredReport(planned(undefined, DENIED), new PullsSpentError("a", undefined, "b"), {});
    expect(unseen).toMatchObject({ result: "deferred" });
    for (const key of ["error", "until", "pulls"]) expect(unseen).not.toHaveProperty(key);
  });

  it.each<[object, Partial<Observed>]>([
    [
      { action: "wait", result: "skipped", until: "2026-10-01T00:00:00.000Z" },
      { tooYoung: { until: Date.UTC(2026, 9, 1) } },
    ],
    [{ isVanished: true, result: "skipped" }, { source: { missing: true } }],
    [{ isDrifted: true, result: "skipped" }, { last: { digest: NEW, sourceDigest: NEW } }],
    [
      { isBelieved: true, result: "skipped" },
      { destination: { digest: NEW }, isBelieved: true },
    ],
  ])("says %j", (expected, observed) => {
    expect(plannedReport(planned(OLD, NEW, observed))).toMatchObject(expected);
  });

  it("that is blocked was skipped for its reason", () => {
    const [desired] = desiredBy(["redis:7"]);
    if (!desired) throw new Error("the entry selects nothing");
    const blocked = planImage(
      { ...desired, blocked: DENIED },
      { source: { missing: true }, destination: { absent: true } },
    );
    expect(plannedReport(blocked)).toMatchObject({ action: "blocked", result: "skipped", error: DENIED });
  });
});
