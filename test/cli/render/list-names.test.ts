import { describe, expect, it } from "vitest";
import { listNames } from "../../../src/cli/render/list-names.ts";

describe("listNames", () => {
  it.each([
    [["a", "b"], 2, 40, "a b"],
    [["aaaa", "bbbb", "cccc", "dddd"], 4, 24, "aaaa bbbb cccc dddd"],
    [["aaaaaa", "bbbbbb", "cccccc", "dddddd"], 4, 26, "aaaaaa … 3 more"],
    [["aaaaaa", "bbbbbb"], 700, 40, "aaaaaa bbbbbb … 698 more"],
    [["a".repeat(90)], 1, 30, "… 1 more"],
    [["aaaa"], 1, 5, ""],
    [[], 0, 40, ""],
    [["\x1b[2J"], 1, 40, "\\x1b[2J"],
  ])("%j of %i in %i columns", (names, count, width, expected) => {
    expect(listNames(names, count, 5, { width, isWhole: false })).toBe(expected);
  });

  it("shows all where everything is to be shown", () => {
    const names = Array.from({ length: 1000 }, () => "name");
    expect(listNames(names, 1000, 5, { width: 20, isWhole: true })).toBe(names.join(" "));
  });
});
