import { describe, expect, it } from "vitest";
import { clip, displayWidth } from "../../../src/cli/render/display-width.ts";

describe("displayWidth", () => {
  it.each([
    ["", 0],
    ["redis → 7", 9],
    ["日本", 4],
    ["🚀", 2],
    ["█░…", 3],
  ])("measures %o", (text, width) => expect(displayWidth(text)).toBe(width));
});

describe("clip", () => {
  it.each([
    ["redis", 5, "redis"],
    ["redis", 4, "red…"],
    ["redis", 1, "…"],
    ["redis", 0, ""],
    ["日本語", 6, "日本語"],
    ["日本語", 5, "日本…"],
    ["日本語", 4, "日…"],
  ])("cuts %s to %d", (text, width, clipped) => expect(clip(text, width)).toBe(clipped));
});
