import { describe, expect, it } from "vitest";
import { rotate } from "../../../bench/measure/rotate.ts";

describe("rotate", () => {
  it.each([
    { by: 0, order: "abc" },
    { by: 1, order: "bca" },
    { by: 5, order: "cab" },
  ])("by $by", ({ by, order }) => {
    expect(rotate(["a", "b", "c"], by).join("")).toBe(order);
  });

  it("leaves nothing as it is", () => {
    expect(rotate([], 3)).toEqual([]);
  });
});
