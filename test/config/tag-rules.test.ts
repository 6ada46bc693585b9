import { describe, expect, it } from "vitest";
import { problemsOfEntry } from "./problems-of.ts";

/** Of the one rule of the one entry, the columns counted from the start of the rule. */
function problemsOfRule(rule: string): readonly string[] {
  const before = "{ source: redis, tags: [";
  return problemsOfEntry(`${before}${rule}] }`).map((problem) =>
    problem.replace(/^(\d+):/, (_, column) => `${Number(column) - before.length}:`),
  );
}

const EXAMPLES = "such as `>=1.17 <2`, `^1.2`, `~1.18` or `1.x`";
const KEYS = "the keys here are `glob`, `regex`, `semver`, `latest`, `prerelease` and `suffix`";

describe("a rule", () => {
  it.each<[rule: string, problems: readonly string[]]>([
    ["{}", ["1: one of `glob`, `regex` and `semver` is missing here (it says which tags are meant)"]],
    [
      "{ latest: 5 }",
      ["1: one of `glob`, `regex` and `semver` is missing here (it says which tags are meant)"],
    ],
    ["{ regexp: a }", ['3: unknown key "regexp" (did you mean `regex`?)']],
    ["{ exact: a }", [`3: unknown key "exact" (${KEYS})`]],
    [
      '{ glob: "1.*", semver: ^1 }',
      [
        "1: a rule has one of `glob`, `regex` and `semver`, and this has `glob` and `semver` (make a rule of each: every rule adds to the selection)",
      ],
    ],
    [
      "{ glob: 1.10 }",
      ['9: `glob` must be a string, but YAML reads 1.10 as the number 1.1 (put it in quotes: "1.10")'],
    ],
    [
      "{ semver: 2 }",
      ['11: `semver` must be a string, but YAML reads 2 as the number 2 (put it in quotes: "2")'],
    ],
    ["{ semver: }", ["3: `semver` has no value (write a string)"]],
    ['{ glob: "1.[" }', ['12: "1.[" is not a glob: a `[` is never closed']],
  ])("%s", (rule, problems) => {
    expect(problemsOfRule(rule)).toEqual(problems);
  });
});

describe("a number or a word of a rule", () => {
  const latest = "`latest` must be a whole number from 1 to 1000, not";
  it.each<[keys: string, problems: readonly string[]]>([
    ["latest: 0", [`24: ${latest} the number 0`]],
    ["latest: 1001", [`24: ${latest} the number 1001`]],
    ["latest: 1.5", [`24: ${latest} the number 1.5`]],
    ["latest: all", [`24: ${latest} the string "all"`]],
    ['latest: "5"', [`24: ${latest} the string "5" (write it without quotes: 5)`]],
    ["prerelease: yes", ['28: `prerelease` must be `true` or `false`, not the string "yes"']],
    ["prerelease: 1", ["28: `prerelease` must be `true` or `false`, not the number 1"]],
    [
      "suffix: alpine",
      [
        '24: a suffix begins with what separates it from the version: `-`, `.` or `_` (did you mean "-alpine"?)',
      ],
    ],
    [
      'suffix: ""',
      ["25: a suffix cannot be empty (leave the key out: versions without a suffix are meant then)"],
    ],
    ["suffix: -a/b", ['26: a tag never holds "/" (write the tag alone; the name belongs in `source`)']],
    ['suffix: "-[a"', ['26: "1-[a" is not a glob: a `[` is never closed']],
  ])("%s", (keys, problems) => {
    expect(problemsOfRule(`{ semver: 1.x, ${keys} }`)).toEqual(problems);
  });
});

describe("keys that contradict the kind of a rule", () => {
  it.each<[rule: string, problems: readonly string[]]>([
    [
      '{ glob: "1.*", suffix: -a }',
      [
        "24: `suffix` belongs to `semver`, and this rule is a `glob` (say it in the pattern, or under `exclude`)",
      ],
    ],
    [
      "{ regex: a, prerelease: true }",
      [
        "25: `prerelease` belongs to `semver`, and this rule is a `regex` (say it in the pattern, or under `exclude`)",
      ],
    ],
    [
      '{ glob: "1.2", latest: 5 }',
      [
        '24: `latest` picks among what a pattern matches, and "1.2" is one tag (remove it, or write a pattern such as `1.*`)',
      ],
    ],
  ])("%s", (rule, problems) => {
    expect(problemsOfRule(rule)).toEqual(problems);
  });
});

describe("a regular expression", () => {
  it.each<[rule: string, problems: readonly string[]]>([
    ["{ regex: 1.(?!5) }", ["12: RE2 has no look-ahead (what to leave out belongs under `exclude`)"]],
    ["{ regex: '(a)\\1' }", ["14: RE2 has no back-references"]],
    ['{ regex: "1[z-a]" }', ["13: invalid character class range"]],
    // In double quotes with escapes, columns do not line up: the whole value is named.
    ['{ regex: "\\\\d++" }', ["10: RE2 has no possessive repetitions (remove the second `+`)"]],
    ["{ regex: '' }", ["11: a regular expression cannot be empty"]],
  ])("%s", (rule, problems) => {
    expect(problemsOfRule(rule)).toEqual(problems);
  });

  it("may not repeat so often, together with the others, that tags take long", () => {
    const hint = "(a repetition such as {1,100} counts as often as it may repeat)";
    expect(problemsOfRule('{ regex: "(.{0,30}a){30}" }')).toEqual([
      `11: a regular expression has at most 500 steps; this has 2046 ${hint}`,
    ]);
    expect(problemsOfRule('{ regex: "a{150}" }, { regex: "a{150}", latest: 1 }')).toEqual([
      `0: the regular expressions of this list have 604 steps together; at most 500 are allowed ${hint}`,
    ]);
  });
});

describe("a range of versions", () => {
  const none = (range: string, hint: string) => `is not a range of versions (${hint.replace("$", range)})`;
  it.each<[range: string, column: number, hint: string]>([
    ["latest", 0, EXAMPLES],
    [">= 1.17, < 2", 0, 'did you mean ">= 1.17 < 2"?'],
    [">=1.17,<2", 0, 'did you mean ">=1.17 <2"?'],
    [">=1.17<2", 0, 'did you mean ">=1.17 <2"?'],
    [">=1.17 && <2", 0, 'did you mean ">=1.17 <2"?'],
    [">1.2 and <2", 0, 'did you mean ">1.2 <2"?'],
    ["1.x or 2.x", 0, 'did you mean "1.x || 2.x"?'],
    ["=>1.2", 0, 'did you mean ">=1.2"?'],
    ["1.2-1.4", 0, 'did you mean "1.2 - 1.4"?'],
    ["1.2 to 1.4", 0, 'did you mean "1.2 - 1.4"?'],
    ["1.17+", 0, 'did you mean ">=1.17"?'],
    [">=2024.05.01", 0, 'did you mean ">=2024.5.1"?'],
    [">=1.2.3.4", 0, 'did you mean ">=1.2.3"?'],
    ["[1.2,2)", 0, EXAMPLES],
    [">=1 !=1.3", 4, "what to leave out belongs under `exclude`"],
    [
      "~1.18-alpine",
      4,
      "`-` begins a prerelease of a full version here; a variant of images is written as `suffix`",
    ],
    [">=99999999999999999999", 0, EXAMPLES],
  ])("%s", (range, column, hint) => {
    expect(problemsOfRule(`{ semver: "${range}" }`)).toEqual([
      `${12 + column}: ${JSON.stringify(range)} ${none(range, hint)}`,
    ]);
  });

  it.each<[rule: string, problems: readonly string[]]>([
    ['{ semver: "" }', ["12: a range cannot be empty (one that begins with `>` must be in quotes)"]],
    ['{ semver: ">2 <1" }', ['12: no version is in ">2 <1": its conditions exclude each other']],
    ['{ semver: "<0" }', ['12: no version is in "<0": its conditions exclude each other']],
    [
      "{ semver: ^1.2.3-alpine }",
      [
        '11: "-alpine" is a prerelease in a range, and prereleases do not count here (for a variant of images, write `suffix: -alpine`; else add `prerelease: true`)',
      ],
    ],
    // A range of versions to whoever writes it, and to semver the prerelease 1.4.0 of 1.2.0.
    [
      "{ semver: 1.2.0-1.4.0 }",
      [
        '11: "-1.4.0" is a prerelease in a range, and prereleases do not count here (for a range, write "1.2.0 - 1.4.0"; else add `prerelease: true`)',
      ],
    ],
    [`{ semver: "${"1 ||".repeat(64)}1" }`, ["12: a range has at most 256 characters; this has 257"]],
  ])("%s", (rule, problems) => {
    expect(problemsOfRule(rule)).toEqual(problems);
  });

  it.each([">=1.17 <2", "^1.2", "~1.18", "1.x || 3", "> 1", "=1.2.3", "1.2 - 1.4"])(
    "%s is told from a tag",
    (range) => {
      const [problem = ""] = problemsOfRule(`"${range}"`);
      if (/^\w[\w.-]*$/.test(range)) expect(problem).toBe("");
      else expect(problem).toContain(`a range of versions is written {semver: ${JSON.stringify(range)}}`);
    },
  );
});
