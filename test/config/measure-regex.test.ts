import { RE2JS } from "re2js";
import { describe, expect, it } from "vitest";
import { LIMITS } from "../../src/config/limits.ts";
import { measureRegex } from "../../src/config/measure-regex.ts";
import { random } from "./random.ts";

describe("measureRegex", () => {
  it.each([
    ["abc", 3],
    ["^\\d+\\.[0-9]$", 6],
    ["a{10}", 22],
    ["a{2,10}", 22],
    ["a{2,}", 6],
    ["(ab){3}", 20],
    ["((a{10}){10}){10}", 3058],
    ["[a{10}(]", 1],
    ["\\(\\{5\\}", 4],
    ["\\Q(a{9})\\E", 10],
  ])("%s has %i steps at most", (pattern, steps) => {
    expect(measureRegex(pattern)).toBe(steps);
  });

  it("is never less than what RE2 makes of it, but for its beginning and end", () => {
    const parts =
      "a b \\d [a-z] ( (?: (?i: (?P<n> ) {2} {2,5} {3,} {,4} {10} {30} * + ? | . \\Qa(b\\E [^]a] [\\]a] [(] [[:alpha:]] \\{ { } ] \\pL \\p{Greek}".split(
        " ",
      );
    const next = random(7);
    let compiled = 0;
    for (let round = 0; round < 5000; round++) {
      const length = 1 + Math.floor(next() * 9);
      const pattern = Array.from({ length }, () => parts[Math.floor(next() * parts.length)]).join("");
      const size = sizeOf(pattern);
      if (size === undefined) continue;
      compiled += 1;
      expect(measureRegex(pattern), pattern).toBeGreaterThanOrEqual(size - 4);
    }
    expect(compiled).toBeGreaterThan(1000);
  });

  it.each(["(", ")", "[", "{9}", "{999}", "\\", "a{", "()", "(a|", "{1,1}", "[^", "\\Q"])(
    "says a number of %j on end",
    (text) => {
      expect(measureRegex(text.repeat(LIMITS.regexLength / text.length))).toBeGreaterThanOrEqual(0);
    },
  );
});

function sizeOf(pattern: string): number | undefined {
  try {
    return RE2JS.compile(pattern).programSize();
  } catch {
    return;
  }
}
