import { describe, expect, it } from "vitest";
import { compileGlob, GlobError, isGlob } from "../../src/config/glob.ts";
import { random } from "./random.ts";

describe("compileGlob", () => {
  it.each([
    ["1.18.3", ["1.18.3"], ["1.18.30", "11.18.3", "1x18.3", ""]],
    ["", [""], ["a"]],
    ["*", ["", "a", "latest", "a/b"], []],
    ["**", ["", "a", "a/b"], []],
    ["?", ["a", "7"], ["", "ab"]],
    ["1.1?.*", ["1.10.0", "1.18.3-ent", "1.1x."], ["1.1.3", "1.20.0", "1.18"]],
    ["*-rc*", ["1.0.0-rc1", "-rc", "a-rc-b"], ["1.0.0", "rc1"]],
    ["*-alpine", ["7-alpine", "-alpine"], ["7-alpine3.20", "7"]],
    ["v[0-9].[0-9]", ["v1.0", "v2.9"], ["v10.0", "v1.x", "v1", "va.0"]],
    ["[abc]*", ["a", "b-1", "c"], ["d", "", "A"]],
    ["[!a-c]", ["d", "-", "1"], ["a", "b", "c", "", "dd"]],
    ["[a-]", ["a", "-"], ["b"]],
    ["[-a]", ["a", "-"], ["b"]],
    ["[a!]", ["a", "!"], ["b"]],
    ["[*?]", ["*", "?"], ["a"]],
    ["[a-c0-2_]x", ["bx", "1x", "_x"], ["dx", "3x", "-x"]],
    ["a*b*c", ["abc", "aXbYc", "abcbc", "abbc"], ["ab", "acb", "abcd"]],
    ["*a*a*a", ["aaa", "xaxaxa"], ["aa", "aaab"]],
    ["V*", ["V1"], ["v1"]],
    ["a]", ["a]"], ["a"]],
    [
      "docker.io/library/*:7*",
      ["docker.io/library/redis:7.2", "docker.io/library/a/b:7"],
      ["docker.io/x/redis:7"],
    ],
  ])("%s", (pattern, matching, other) => {
    const matches = compileGlob(pattern);
    expect(matching.filter((text) => !matches(text))).toEqual([]);
    expect(other.filter((text) => matches(text))).toEqual([]);
  });

  it.each([
    ["[", 0, "a `[` is never closed"],
    ["1.[0-9", 2, "a `[` is never closed"],
    ["a[]b", 2, "a `[…]` must name at least one character"],
    ["a[!]b", 2, "a `[…]` must name at least one character"],
    ["x[z-a]", 2, "the range z-a runs backwards"],
    ["x[a-bz-y]", 5, "the range z-y runs backwards"],
  ])("refuses %s", (pattern, position, message) => {
    expect(() => compileGlob(pattern)).toThrow(
      expect.objectContaining({ name: "GlobError", position, message }),
    );
    expect(() => compileGlob(pattern)).toThrow(GlobError);
  });

  it("agrees with a regular expression on anything small", () => {
    const next = random(7);
    const word = (alphabet: string, length: number) =>
      Array.from(
        { length: Math.floor(next() * length) },
        () => alphabet[Math.floor(next() * alphabet.length)],
      ).join("");
    for (let round = 0; round < 20_000; round++) {
      const pattern = word("ab*?", 8);
      const text = word("ab", 10);
      const regex = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);
      expect([pattern, text, compileGlob(pattern)(text)]).toEqual([pattern, text, regex.test(text)]);
    }
  });

  it("does not blow up on what makes a backtracking matcher explode", () => {
    const matches = compileGlob(`${"*a".repeat(60)}b`);
    expect(matches("a".repeat(20_000))).toBe(false);
    expect(matches(`${"a".repeat(20_000)}b`)).toBe(true);
  });
});

describe("isGlob", () => {
  it.each([
    ["1.18.3", false],
    ["a-b_c", false],
    ["a]", false],
    ["!a", false],
    ["1.*", true],
    ["1.?", true],
    ["[0-9]", true],
  ])("%s: %s", (text, expected) => {
    expect(isGlob(text)).toBe(expected);
  });
});
