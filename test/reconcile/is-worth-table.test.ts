import { describe, expect, it } from "vitest";
import { isWorthTable } from "../../src/reconcile/is-worth-table.ts";

describe("a table", () => {
  it.each([
    // Tags that are named: one request each.
    [false, 1, 1, false],
    [false, 2, 1, true],
    [false, 2, 2, true],
    [false, 2, 3, false],
    [false, 1_000, 10, true],
    [false, 9, 10, false],
    // Tags that are searched for: nobody knows how many will be found.
    [true, 0, 1, true],
    [true, 0, 20, true],
    [true, 0, 21, false],
    [true, 18, 21, true],
    [true, 17, 21, false],
  ])("for a search: %s, and %i tags, is worth %i pages: %s", (isSearched, tags, pages, expected) => {
    expect(isWorthTable({ isSearched, tags }, pages, 3)).toBe(expected);
  });
});
