import { describe, expect, it } from "vitest";
import { Division } from "../../src/action/division.ts";
import { encodePart } from "../../src/action/part.ts";

const images = (count: number, bytes: number, name = "docker.io/library/app") =>
  Array.from({ length: count }, (_, index) => ({ source: `${name}:${index}`, bytes }));

describe("Division", () => {
  it.each<[what: string, parallel: number, count: number, bytes: number, jobs: number]>([
    ["little to move", 4, 20, 1e6, 0],
    ["less than two jobs' worth", 4, 10, 1.5e9, 0],
    ["two jobs' worth", 4, 10, 1.7e9, 2],
    ["much to move", 4, 100, 1e9, 4],
    ["one job allowed", 1, 100, 1e9, 0],
    ["no further jobs allowed", 0, 100, 1e9, 0],
    ["fewer images than jobs", 8, 3, 100e9, 3],
    ["one image", 8, 1, 1e12, 0],
  ])("with %s: %d jobs allowed, %d images of %d bytes", (_, parallel, count, bytes, jobs) => {
    const division = new Division({ parallel });
    const left = division.leave(images(count, bytes));
    expect(division.parts).toHaveLength(jobs);
    expect(left.size).toBe(jobs === 0 ? 0 : count);
    expect(division.left).toEqual(jobs === 0 ? undefined : { images: count, bytes: count * bytes, jobs });
  });

  it("numbers the parts from 1, for the first job is part 0", () => {
    const division = new Division({ parallel: 3, bytesPerJob: 1 });
    division.leave(images(9, 10));
    expect(division.parts.map(({ index, count }) => `${index}/${count}`)).toEqual(["1/4", "2/4", "3/4"]);
  });

  it("gives out no more than variables and outputs hold, and keeps the rest", () => {
    const many = images(20_000, 1e9, `registry.example/${"x".repeat(60)}/app`);
    for (const parallel of [2, 4, 256]) {
      const division = new Division({ parallel });
      const left = division.leave(many);
      const encoded = division.parts.map(encodePart);
      expect(Math.max(...encoded.map((part) => JSON.stringify(part, undefined, 1).length))).toBeLessThan(
        32_000,
      );
      expect(JSON.stringify(encoded).length).toBeLessThan(500_000);
      expect(left.size).toBe(encoded.flat().length - encoded.length);
      expect(division.parts.length).toBeLessThanOrEqual(256);
    }
  });
});
