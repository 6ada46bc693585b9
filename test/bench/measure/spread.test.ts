import { describe, expect, it } from "vitest";
import { spreadOf } from "../../../bench/measure/spread.ts";

describe("spreadOf", () => {
  it.each([
    { values: [3], median: 3, min: 3, max: 3 },
    { values: [10, 9, 100], median: 10, min: 9, max: 100 },
    { values: [4, 1, 2, 3], median: 2.5, min: 1, max: 4 },
  ])("of $values", ({ values, ...spread }) => {
    expect(spreadOf(values)).toEqual(spread);
  });

  it("refuses nothing", () => {
    expect(() => spreadOf([])).toThrow(RangeError);
  });
});
