import { expect, it } from "vitest";
import { nearest } from "../../src/config/nearest.ts";

const KEYS = ["source", "to", "tags", "exclude", "platforms", "on-change"];

it.each([
  ["exlude", "exclude"],
  ["exlcude", "exclude"],
  ["Exclude", "exclude"],
  ["tag", "tags"],
  ["tgas", "tags"],
  ["platform", "platforms"],
  ["plattforms", "platforms"],
  ["on_change", "on-change"],
  ["onchange", "on-change"],
  ["src", undefined],
  ["ot", "to"],
  ["schedule", undefined],
  ["verify", undefined],
  ["", undefined],
  ["x".repeat(100_000), undefined],
])("%s is meant as %s", (word, expected) => {
  expect(nearest(word, KEYS)).toBe(expected);
});
