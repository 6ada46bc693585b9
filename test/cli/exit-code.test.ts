import { describe, expect, it } from "vitest";
import { exitCodeOf } from "../../src/cli/exit-code.ts";
import type { Action } from "../../src/plan/plan.ts";
import type { ImageReport, Result } from "../../src/reconcile/report.ts";
import { image, report } from "./reports.ts";

const canceled: Partial<ImageReport> = {
  result: "skipped",
  error: { code: "CANCELED", side: "destination", message: "canceled" },
};

describe("exitCodeOf", () => {
  it.each<[Action, Result, number]>([
    ["copy", "done", 0],
    ["update", "done", 0],
    ["copy", "planned", 0],
    ["update", "planned", 0],
    ["up-to-date", "skipped", 0],
    ["up-to-date", "planned", 0],
    ["blocked", "skipped", 1],
    ["blocked", "planned", 1],
    ["copy", "failed", 1],
    ["up-to-date", "failed", 1],
    ["copy", "skipped", 1],
  ])("judges %s that is %s", (action, result, code) => {
    expect(exitCodeOf(report([image(), image({ action, result })]))).toBe(code);
  });

  it("is 0 without images", () => expect(exitCodeOf(report([]))).toBe(0));

  it("is 130 when a stop left something undone, whatever else failed", () => {
    expect(exitCodeOf(report([image({ result: "failed" }), image(canceled)]))).toBe(130);
  });
});
