import { describe, expect, it } from "vitest";
import type { ImageReport, RunReport } from "../../src/reconcile/report.ts";
import { STOPPED } from "../../src/reconcile/stopped.ts";
import { verdictOf } from "../../src/reconcile/verdict.ts";

type Ended = Pick<ImageReport, "action" | "result" | "error">;

const DONE: Ended = { action: "copy", result: "done" };
const IN_SYNC: Ended = { action: "up-to-date", result: "skipped" };
const YOUNG: Ended = { action: "wait", result: "skipped" };
const DEFERRED: Ended = { action: "update", result: "deferred" };
const BLOCKED: Ended = { action: "blocked", result: "skipped" };
const FAILED: Ended = { action: "copy", result: "failed" };
const UNDONE: Ended = { action: "copy", result: "skipped", error: STOPPED };

const judge = (...images: readonly Ended[]) => verdictOf({ images } as unknown as RunReport);

describe("the verdict of a run", () => {
  it.each([
    ["as-wanted", []],
    ["as-wanted", [DONE, IN_SYNC, { action: "update", result: "planned" }]],
    ["as-wanted", [YOUNG, DONE]],
    ["deferred", [DONE, DEFERRED, YOUNG]],
    ["failed", [DEFERRED, FAILED]],
    ["failed", [BLOCKED, DEFERRED]],
    ["stopped", [FAILED, DEFERRED, UNDONE]],
  ] as const)("is %s: %j", (verdict, images) => {
    expect(judge(...images)).toBe(verdict);
  });
});
