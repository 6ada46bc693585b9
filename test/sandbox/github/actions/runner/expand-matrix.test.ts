import { describe, expect, it } from "vitest";
import { expandMatrix } from "../../../../../sandbox/github/actions/runner/expand-matrix.ts";

describe("a matrix", () => {
  it.each<[string, unknown, readonly unknown[]]>([
    ["one list", { part: [1, { n: 2 }] }, [{ part: 1 }, { part: { n: 2 } }]],
    [
      "two lists",
      { a: [1, 2], b: ["x", "y"] },
      [
        { a: 1, b: "x" },
        { a: 1, b: "y" },
        { a: 2, b: "x" },
        { a: 2, b: "y" },
      ],
    ],
    [
      "what is excluded",
      { a: [1, 2], b: ["x", "y"], exclude: [{ a: 1, b: "x" }, { a: 2 }] },
      [{ a: 1, b: "y" }],
    ],
    ["only what is included", { include: [{ part: 1 }, { part: 2 }] }, [{ part: 1 }, { part: 2 }]],
    // The example of GitHub's documentation of `include`.
    [
      "what is included besides",
      {
        fruit: ["apple", "pear"],
        animal: ["cat", "dog"],
        include: [
          { color: "green" },
          { color: "pink", animal: "cat" },
          { fruit: "apple", shape: "circle" },
          { fruit: "banana" },
          { fruit: "banana", animal: "cat" },
        ],
      },
      [
        { fruit: "apple", animal: "cat", color: "pink", shape: "circle" },
        { fruit: "apple", animal: "dog", color: "green", shape: "circle" },
        { fruit: "pear", animal: "cat", color: "pink" },
        { fruit: "pear", animal: "dog", color: "green" },
        { fruit: "banana" },
        { fruit: "banana", animal: "cat" },
      ],
    ],
  ])("of %s", (_, matrix, cells) => {
    expect(expandMatrix(matrix)).toEqual(cells);
  });

  it.each([
    [{ a: [] }, "Matrix vector 'a' does not contain any values"],
    [{ a: "x" }, "Matrix vector 'a' is no list"],
    ["x", "Matrix is no mapping"],
    [null, "Matrix is no mapping"],
  ])("%j is refused", (matrix, message) => {
    expect(() => expandMatrix(matrix)).toThrow(message);
  });
});
