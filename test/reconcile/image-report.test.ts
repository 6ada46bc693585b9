import { describe, expect, it } from "vitest";
import type { Digest } from "../../src/oci/digest.ts";
import { planImage } from "../../src/plan/plan-image.ts";
import { copiedReport, failedReport, plannedReport } from "../../src/reconcile/image-report.ts";
import { STOPPED } from "../../src/reconcile/stopped.ts";
import { desiredBy } from "../plan/entry.ts";

const digest = (letter: string): Digest => `sha256:${letter.repeat(64)}`;
const [NEW, OLD] = [digest("a"), digest("b")];
const DENIED = { code: "DENIED", side: "source", message: "no", remedy: "ask" } as const;

function planned(held: Digest | undefined, wanted: Digest | typeof DENIED = NEW) {
  const [desired] = desiredBy(["redis:7"]);
  if (!desired) throw new Error("the entry selects nothing");
  return planImage(desired, {
    source: typeof wanted === "string" ? { digest: wanted } : { problem: wanted },
    destination: held ? { digest: held } : { absent: true },
    content: { manifests: 1, bytes: 99, platforms: ["linux/amd64"] },
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
