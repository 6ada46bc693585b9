import { describe, expect, it } from "vitest";
import { fitParts, type LongPart } from "../../../../src/github/report/render/fit-parts.ts";

const list = (rows: number, row: string, changes: Partial<LongPart> = {}): LongPart => ({
  head: `${rows}:`,
  rows: Array.from({ length: rows }, () => row),
  more: (missing) => `and ${missing} more`,
  ...changes,
});

describe("fitParts", () => {
  it("joins what there is", () => {
    expect(fitParts(["a", "", list(0, "never"), list(2, "x", { foot: "end" }), "z"])).toBe(
      "a\n\n2:\nx\nx\nend\n\nz",
    );
  });

  it("shortens the last long part first, and says by how much", () => {
    expect(fitParts(["head", list(3, "first"), list(9, "second"), "foot"], 80)).toBe(
      "head\n\n3:\nfirst\nfirst\nfirst\n\n9:\nsecond\nsecond\nsecond\nsecond\nand 5 more\n\nfoot",
    );
    expect(fitParts(["head", list(30, "first"), list(9, "second"), "foot"], 80)).toBe(
      "head\n\n30:\nfirst\nfirst\nfirst\nfirst\nfirst\nfirst\nand 24 more\n\n9:\nand 9 more\n\nfoot",
    );
  });

  it("gives no part more than its most", () => {
    expect(fitParts([list(9, "row", { most: 30 })])).toBe("9:\nrow\nrow\nrow\nand 6 more");
  });

  it.each([
    ["many rows", 10_000, "xxx"],
    ["rows of characters that take more bytes", 10_000, "€".repeat(100)],
    ["rows too long for any room", 2, "x".repeat(70_000)],
  ])("keeps %s within the budget, in bytes", (_what, rows, row) => {
    const text = fitParts(["head", list(rows, row), list(rows, row), "foot"]);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(60_000);
    expect(text).toMatch(/^head\n[\s\S]*\nfoot$/);
    // Room is used.
    if (rows > 2) expect(Buffer.byteLength(text)).toBeGreaterThan(59_000);
  });
});
