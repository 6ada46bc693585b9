import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { noise } from "../../../bench/content/noise.ts";

const bytesOf = (seed: string, size: number) => Buffer.concat([...noise({ seed, size })]);

describe("noise", () => {
  it.each([1, 10, 1000, 2 ** 20, 2 ** 20 + 1])("has the size asked for: %d", (size) => {
    expect(bytesOf("a", size).length).toBe(size);
  });

  it("is the same for the same seed and another for another", () => {
    expect(bytesOf("a", 5000).equals(bytesOf("a", 5000))).toBe(true);
    expect(bytesOf("a", 5000).equals(bytesOf("b", 5000))).toBe(false);
  });

  it("cannot be compressed, and does not repeat from chunk to chunk", () => {
    const bytes = bytesOf("a", 2 ** 21);
    expect(gzipSync(bytes).length).toBeGreaterThan(bytes.length);
    expect(bytes.subarray(100, 2 ** 20).equals(bytes.subarray(2 ** 20 + 100))).toBe(false);
  });

  it("starts like gzip", () => {
    expect(bytesOf("a", 100).subarray(0, 3)).toEqual(Buffer.from([0x1f, 0x8b, 8]));
  });
});
