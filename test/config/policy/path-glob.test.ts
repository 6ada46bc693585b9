import { describe, expect, it } from "vitest";
import { GlobError } from "../../../src/config/glob.ts";
import { compilePathGlob } from "../../../src/config/policy/path-glob.ts";

describe("a pattern on paths", () => {
  it.each<[pattern: string, matching: readonly string[], others: readonly string[]]>([
    ["a/b", ["a/b"], ["a", "a/b/c", "a/bb", "x/a/b"]],
    ["a/*", ["a/b", "a/bcd"], ["a", "a/b/c", "b/b"]],
    ["*/b", ["a/b", "xyz/b"], ["b", "a/a/b"]],
    ["a/b*", ["a/b", "a/bc"], ["a/b/c", "a/cb"]],
    ["a/*-b", ["a/x-b", "a/-b"], ["a/x-bc", "a/x/y-b"]],
    ["a/v?", ["a/v1"], ["a/v", "a/v/", "a/v12"]],
    ["a/[0-9]", ["a/7"], ["a/x", "a/77"]],
    ["a/[!b]", ["a/c"], ["a/b"]],
    ["**", ["a", "a/b", "a/b/c"], []],
    ["a/**", ["a", "a/b", "a/b/c"], ["b", "b/a", "ab/c"]],
    ["**/b", ["b", "a/b", "a/a/b"], ["a/b/c", "ab"]],
    ["a/**/b", ["a/b", "a/x/b", "a/x/y/b", "a/b/b"], ["a", "b", "a/x/y"]],
    ["**/a/**/a", ["a/a", "x/a/y/a", "a/a/a"], ["a", "a/b"]],
    ["a/**/*", ["a/b", "a/b/c"], ["a"]],
  ])("%s", (pattern, matching, others) => {
    const matches = compilePathGlob(pattern);
    expect(matching.filter((path) => !matches(path))).toEqual([]);
    expect(others.filter(matches)).toEqual([]);
  });

  it.each([
    ["/a", 0],
    ["a//b", 2],
    ["a/", 2],
    ["a/**b", 2],
    ["a/b**", 3],
    ["ab/***", 3],
    ["ab/[", 3],
    ["ab/[x/y]", 3],
    ["ab/c/[z-a]", 6],
  ])("%s is none", (pattern, position) => {
    expect(() => compilePathGlob(pattern)).toThrow(GlobError);
    expect(() => compilePathGlob(pattern)).toThrow(expect.objectContaining({ position }));
  });

  it("takes no time that grows faster than pattern × path", () => {
    const matches = compilePathGlob(`${"**/a/".repeat(50)}b`);
    expect(matches(`${"a/".repeat(127)}a`)).toBe(false);
    expect(matches(`${"a/".repeat(127)}b`)).toBe(true);
  });
});
