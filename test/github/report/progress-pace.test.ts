import { describe, expect, it } from "vitest";
import { progressInterval } from "../../../src/github/report/progress-pace.ts";

const [SECOND, MINUTE, HOUR] = [1000, 60_000, 3_600_000];

/** How often `runs` runs that begin together tell how they go, until `end`. */
function timesTold(runs: number, end: number): number {
  let told = 0;
  for (let elapsed = progressInterval({ elapsed: 0, runs }); elapsed <= end; told += runs) {
    elapsed += progressInterval({ elapsed, runs });
  }
  return told;
}

describe("progressInterval", () => {
  it.each([
    [0, 1, 3 * SECOND],
    [-5 * SECOND, 0, 3 * SECOND],
    [MINUTE, 1, 3 * SECOND],
    [2 * MINUTE, 1, 6 * SECOND],
    [20 * MINUTE, 1, MINUTE],
    [HOUR, 1, MINUTE],
    [0, 8, 24 * SECOND],
    [HOUR, 4, 4 * MINUTE],
  ])("after %i ms with %i runs is %i ms", (elapsed, runs, interval) => {
    expect(progressInterval({ elapsed, runs })).toBe(interval);
  });

  it.each([1, 2, 10, 50])("keeps %i runs at once within GitHub's limits", (runs) => {
    // Each run tells two or three times more: when it begins, and when it ends.
    expect(timesTold(runs, MINUTE)).toBeLessThanOrEqual(20);
    expect(timesTold(runs, HOUR)).toBeLessThanOrEqual(150);
  });
});
