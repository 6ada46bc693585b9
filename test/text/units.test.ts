import { describe, expect, it } from "vitest";
import { count } from "../../src/text/count.ts";
import { formatBytes } from "../../src/text/format-bytes.ts";
import { formatDuration } from "../../src/text/format-duration.ts";

describe("formatBytes", () => {
  it.each([
    [0, "0 B"],
    [-5, "0 B"],
    [1, "1 B"],
    [999, "999 B"],
    [1000, "1 kB"],
    [1049, "1 kB"],
    [1050, "1.1 kB"],
    [9_949, "9.9 kB"],
    [9_950, "10 kB"],
    [12_345_678, "12 MB"],
    [182_000_000, "182 MB"],
    [999_499_999, "999 MB"],
    [999_500_000, "1 GB"],
    [1_800_000_000, "1.8 GB"],
    [3.5e15, "3.5 PB"],
    [3.5e18, "3500 PB"],
  ])("writes %d as %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});

describe("formatDuration", () => {
  it.each([
    [0, "0 ms"],
    [-1, "0 ms"],
    [10.3, "10 ms"],
    [999.4, "999 ms"],
    [999.9, "1 s"],
    [1_234, "1.2 s"],
    [9_940, "9.9 s"],
    [9_960, "10 s"],
    [41_400, "41 s"],
    [59_600, "1 min"],
    [185_000, "3 min 5 s"],
    [3_599_700, "1 h"],
    [7_380_000, "2 h 3 min"],
    [86_399_999, "1 d"],
    [100_800_000, "1 d 4 h"],
  ])("writes %d ms as %s", (milliseconds, text) => expect(formatDuration(milliseconds)).toBe(text));
});

describe("count", () => {
  it.each([
    [0, "0 images"],
    [1, "1 image"],
    [2, "2 images"],
  ])("counts %d", (amount, text) => expect(count(amount, "image")).toBe(text));

  it("takes a plural of its own", () => expect(count(3, "entry", "entries")).toBe("3 entries"));
});
