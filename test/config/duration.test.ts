import { describe, expect, it } from "vitest";
import { DAY, describeDuration, HOUR, MINUTE, parseDuration } from "../../src/config/duration.ts";

describe("parseDuration", () => {
  it.each([
    ["90m", 90 * MINUTE],
    ["6h", 6 * HOUR],
    ["3d", 3 * DAY],
    ["2w", 14 * DAY],
    ["0d", 0],
    ["007h", 7 * HOUR],
  ])("reads %s", (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(["", "6", "h", "6 h", "6H", "-6h", "1.5h", "1h30m", "6s", "6y", " 6h", "6h ", "٦h", "1000000d"])(
    "does not read %j",
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );
});

describe("describeDuration", () => {
  it.each([
    ["90m", "90m"],
    ["60m", "1h"],
    ["24h", "1d"],
    ["1w", "7d"],
    ["36h", "36h"],
    ["0h", "0d"],
  ])("writes %s as %s, which says the same", (text, written) => {
    expect(describeDuration(parseDuration(text) ?? Number.NaN)).toBe(written);
    expect(parseDuration(written)).toBe(parseDuration(text));
  });
});
