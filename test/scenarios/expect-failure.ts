import { expect } from "vitest";
import { exitCodeOf } from "../../src/cli/exit-code.ts";
import type { Side } from "../../src/oci/side.ts";
import type { RunReport } from "../../src/reconcile/report.ts";
import type { RunOptions, Stage } from "./stage.ts";

/** How often a fault happens that never ends. */
export const ALWAYS = Number.POSITIVE_INFINITY;

/** What is to be wrong with an image. */
export interface Failure {
  readonly side: Side;
  readonly code: string;
  /** In the message. */
  readonly words: RegExp;
}

/**
 * Syncs `bad:1` and `good:1`, and expects that the first fails in this way, with a remedy and without a tag at the
 * destination, and that the second is done.
 */
export async function expectFailure(
  stage: Stage,
  failure: Failure,
  options: RunOptions = {},
): Promise<RunReport> {
  const report = await stage.sync("- bad:1\n- good:1", options);
  const [bad, good] = report.images;
  expect(bad).toMatchObject({
    source: "docker.io/library/bad:1",
    action: "copy",
    result: "failed",
    error: { side: failure.side, code: failure.code, message: expect.stringMatching(failure.words) },
  });
  expect(bad?.error?.remedy).toMatch(/\w/);
  expect(bad?.error?.message).not.toMatch(/[\n\p{Cc}]/u);
  expect(good).toMatchObject({ source: "docker.io/library/good:1", result: "done" });
  expect(exitCodeOf(report)).toBe(1);
  expect(stage.ghcr.store.tags("acme/bad")).toEqual([]);
  expect(stage.ghcr.store.tags("acme/good")).toEqual(["1"]);
  return report;
}
