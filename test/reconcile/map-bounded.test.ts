import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { mapBounded } from "../../src/reconcile/map-bounded.ts";

describe("mapBounded", () => {
  it("has at most so many under way, and each item once", async () => {
    let underWay = 0;
    let most = 0;
    const items = Array.from({ length: 20 }, (_, index) => index);
    const seen: number[] = [];
    await mapBounded(items, 3, async (item) => {
      most = Math.max(most, ++underWay);
      seen.push(item);
      await setImmediate();
      underWay--;
    });
    expect(most).toBe(3);
    expect(seen).toEqual(items);
  });

  it("keeps the order of the items, whoever ends first", async () => {
    const gates = [0, 1, 2].map(() => Promise.withResolvers<string>());
    const mapping = mapBounded(gates, 3, ({ promise }, index) => promise.then((text) => `${index} ${text}`));
    for (const [index, { resolve }] of [...gates.entries()].reverse()) resolve(`was ${index}`);
    expect(await mapping).toEqual(["0 was 0", "1 was 1", "2 was 2"]);
  });

  it.each([
    [[], 4],
    [[1], 4],
    [[1, 2], 1],
  ])("maps %j with a limit of %i", async (items, limit) => {
    expect(await mapBounded(items, limit, async (item) => item * 2)).toEqual(items.map((item) => item * 2));
  });

  it("rejects with what the first to fail throws", async () => {
    const failing = mapBounded([1, 2, 3], 1, async (item) => {
      if (item === 2) throw new Error("two");
    });
    await expect(failing).rejects.toThrow("two");
  });
});
