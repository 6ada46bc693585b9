import { describe, expect, it } from "vitest";
import { mapInLanes } from "../../src/reconcile/map-in-lanes.ts";

/** Works that end when they are told to, and what is under way. */
function setWorks() {
  const underWay = new Map<string, () => void>();
  const work = async (item: string) => {
    await new Promise<void>((resolve) => underWay.set(item, resolve));
    underWay.delete(item);
    return item.toUpperCase();
  };
  const end = async (...items: string[]) => {
    for (const item of items) underWay.get(item)?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { work, end, now: () => [...underWay.keys()].sort().join(" ") };
}

const laneOf = (item: string) => item.charAt(0);

describe("mapInLanes", () => {
  it("passes by those whose lane is full, and gives results in the order of the items", async () => {
    const { work, end, now } = setWorks();
    const items = ["a1", "a2", "a3", "b1", "b2"];
    const mapping = mapInLanes(items, { most: 9, laneOf, widthOf: () => 2 }, work);
    expect(now()).toBe("a1 a2 b1 b2");
    await end("b1", "a2");
    expect(now()).toBe("a1 a3 b2");
    await end("a1", "a3", "b2");
    expect(await mapping).toEqual(["A1", "A2", "A3", "B1", "B2"]);
  });

  it("keeps to the bound of all lanes", async () => {
    const { work, end, now } = setWorks();
    const mapping = mapInLanes(["a1", "b1", "c1"], { most: 2, laneOf, widthOf: () => 2 }, work);
    expect(now()).toBe("a1 b1");
    await end("b1");
    expect(now()).toBe("a1 c1");
    await end("a1", "c1");
    expect(await mapping).toHaveLength(3);
  });

  it("asks anew how wide a lane is", async () => {
    const { work, end, now } = setWorks();
    let width = 1;
    const mapping = mapInLanes(
      ["a1", "a2", "a3", "a4", "a5"],
      { most: 9, laneOf, widthOf: () => width },
      work,
    );
    expect(now()).toBe("a1");
    width = 3;
    await end("a1");
    expect(now()).toBe("a2 a3 a4");
    width = 1;
    await end("a2");
    expect(now()).toBe("a3 a4");
    await end("a3", "a4");
    await end("a5");
    expect(await mapping).toHaveLength(5);
  });

  it("of nothing is nothing, and the first rejection is that of the whole", async () => {
    const bounds = { most: 2, laneOf, widthOf: () => 2 };
    expect(await mapInLanes([], bounds, async () => 1)).toEqual([]);
    const failing = mapInLanes(["a", "b"], bounds, async (item) => Promise.reject(new Error(item)));
    await expect(failing).rejects.toThrow("a");
  });
});
