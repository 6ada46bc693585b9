import { describe, expect, it } from "vitest";
import { compileRegex, type RegexError } from "../../src/config/regex.ts";

describe("compileRegex", () => {
  it.each<[pattern: string, matching: readonly string[], other: readonly string[]]>([
    ["^\\d+\\.\\d+$", ["1.2", "10.20"], ["1", "1.2.3", "v1.2", "1.2-rc1"]],
    ["\\d+", ["1", "42"], ["v1", "1a", ""]],
    ["a|ab", ["a", "ab"], ["abc", "b", "aa"]],
    ["^a$|^b$", ["a", "b"], ["ab"]],
    ["(?i)rc.*", ["RC1", "rc"], ["xrc"]],
    ["v?1\\.(1[0-9]|2)\\.\\d{1,3}", ["v1.12.3", "1.2.999"], ["1.3.0", "1.2.1000"]],
    ["[^(?=a)]", ["b"], ["(", "?", "=", "a"]],
    ["\\\\1|\\(\\?=", ["\\1", "(?="], ["1"]],
    ["a*?", ["", "aaa"], ["b"]],
    ["\\Qa+b\\E", ["a+b"], ["aab"]],
  ])("%s", (pattern, matching, other) => {
    const matches = compileRegex(pattern);
    expect(matching.filter((text) => !matches(text))).toEqual([]);
    expect(other.filter(matches)).toEqual([]);
  });

  it.each<[pattern: string, position: number, message: string]>([
    ["", 0, "a regular expression cannot be empty"],
    ["1(?=a)", 1, "RE2 has no look-ahead"],
    ["1(?!a)", 1, "RE2 has no look-ahead"],
    ["(?<=v)1", 0, "RE2 has no look-behind"],
    ["(?<!v)1", 0, "RE2 has no look-behind"],
    ["(a)\\1", 3, "RE2 has no back-references"],
    ["(?<n>a)\\k<n>", 7, "RE2 has no back-references"],
    ["(?>a)", 0, "RE2 has no atomic groups"],
    ["1a++", 2, "RE2 has no possessive repetitions"],
    ["1.(a", 0, "missing closing )"],
    ["a)", 0, "unexpected )"],
    ["1[a", 1, "missing closing ]"],
    ["1[z-a]", 2, "invalid character class range"],
    ["1a**", 2, "invalid nested repetition operator"],
    ["*a", 0, "missing argument to repetition operator"],
    ["1a{3,2}", 2, "invalid repeat count"],
    ["1a{1000}", 0, "a regular expression has at most 500 steps; this has 2003"],
    ["1\\y", 1, "invalid escape sequence"],
    ["1\\", 0, "trailing backslash at end of expression"],
    ["(((a{9}){9}){9}){9}", 0, "a regular expression has at most 500 steps; this has 23330"],
    ["a".repeat(257), 0, "a regular expression has at most 256 characters; this has 257"],
  ])("refuses %s", (pattern, position, message) => {
    expect(() => compileRegex(pattern)).toThrow(
      expect.objectContaining({ name: "RegexError", position, message }) as RegexError,
    );
  });

  it("does not go back over what it has read, as other engines do for seconds and years", () => {
    const text = `${"a".repeat(127)}!`;
    for (const pattern of ["(a+)+", "(a|a)*b", "(a*)*c", "(.*a){20}", "(a|aa)+$", "([a-z]+)*\\d"]) {
      expect(compileRegex(pattern)(text)).toBe(false);
    }
  });
});
