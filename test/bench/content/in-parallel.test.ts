import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { inParallel } from "../../../bench/content/in-parallel.ts";

describe("inParallel", () => {
  it("does everything once, no more than the limit at a time", async () => {
    const done: number[] = [];
    let running = 0;
    let most = 0;
    await inParallel([1, 2, 3, 4, 5], 2, async (item) => {
      most = Math.max(most, ++running);
      await turn();
      running--;
      done.push(item);
    });
    expect(done).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(2);
  });

  it("begins nothing new after a failure", async () => {
    const begun: number[] = [];
    const work = inParallel([1, 2, 3, 4, 5, 6], 2, async (item) => {
      begun.push(item);
      if (item === 2) throw new Error("second");
      await turn();
    });
    await expect(work).rejects.toThrow("second");
    await turn();
    expect(begun).toEqual([1, 2]);
  });
});
