import { describe, expect, it } from "vitest";
import { splitByBytes } from "../../src/action/split-by-bytes.ts";
import type { SurveyedImage } from "../../src/reconcile/share.ts";

const images = (...sizes: readonly (readonly [source: string, bytes: number])[]): SurveyedImage[] =>
  sizes.map(([source, bytes]) => ({ source, bytes }));
const ROOMY = 10_000;

describe("splitByBytes", () => {
  it("gives the largest out first, always to the part that has the least", () => {
    const split = splitByBytes(images(["a", 1], ["b", 7], ["c", 5], ["d", 4], ["e", 3]), 2, ROOMY);
    expect(split).toEqual({
      parts: [
        ["b", "e"],
        ["c", "d", "a"],
      ],
      rest: [],
    });
  });

  it("keeps the images of one source together", () => {
    const split = splitByBytes(images(["a", 3], ["b", 4], ["a", 3]), 2, ROOMY);
    expect(split.parts).toEqual([["a"], ["b"]]);
  });

  it("makes no empty parts", () => {
    expect(splitByBytes(images(["a", 9]), 4, ROOMY).parts).toEqual([["a"]]);
    expect(splitByBytes([], 4, ROOMY)).toEqual({ parts: [], rest: [] });
  });

  it("leaves over what no part has room for, the small ones", () => {
    const split = splitByBytes(images(["aaaa", 1], ["bbbb", 9], ["cccc", 8], ["dd", 0]), 2, 8);
    expect(split).toEqual({ parts: [["bbbb"], ["cccc"]], rest: ["aaaa", "dd"] });
  });

  it("comes close to halves, thirds, quarters", () => {
    const many = Array.from({ length: 200 }, (_, index) => ({
      source: `s${index}`,
      bytes: (index * 7919) % 1000,
    }));
    const size = new Map(many.map(({ source, bytes }) => [source, bytes]));
    const total = many.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const count of [2, 3, 4]) {
      const { parts } = splitByBytes(many, count, ROOMY);
      for (const part of parts) {
        const bytes = part.reduce((sum, source) => sum + (size.get(source) ?? 0), 0);
        expect(Math.abs(bytes - total / count)).toBeLessThan(1000);
      }
      expect(parts.flat().sort()).toEqual([...size.keys()].sort());
    }
  });
});
