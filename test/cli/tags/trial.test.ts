import { describe, expect, it } from "vitest";
import { configLinesOf, entryOfTrial, type Trial } from "../../../src/cli/tags/trial.ts";
import { describeTagRule } from "../../../src/config/describe-tag-rule.ts";
import { parseConfig } from "../../../src/config/parse-config.ts";
import { parseReference } from "../../../src/oci/reference.ts";

const IMAGE = parseReference("redis");
const NONE: Trial = {
  semver: [],
  regex: [],
  glob: [],
  latest: undefined,
  prerelease: false,
  suffix: undefined,
  exclude: [],
};

describe("a trial", () => {
  it.each<[given: Partial<Trial>, rules: readonly string[]]>([
    [{ semver: [">=7"] }, ["semver >=7"]],
    [{ semver: [">=7", "^6"], latest: 2 }, ["semver >=7, newest 2", "semver ^6, newest 2"]],
    [{ semver: [">=7"], suffix: "-alpine", prerelease: true }, ["semver >=7 with -alpine, prereleases too"]],
    [{ semver: ["*"], regex: ["\\d+"], glob: ["a*", "edge"] }, ["semver *", "regex \\d+", "a*", "edge"]],
    [{ suffix: "-alpine*" }, ["semver * with -alpine*"]],
    [{ prerelease: true, latest: 1 }, ["semver *, prereleases too, newest 1"]],
    [{ latest: 3 }, ["*, newest 3"]],
    [{ exclude: ["*-rc*"] }, ["*"]],
  ])("of %j means what a config with it means", (given, rules) => {
    const trial = { ...NONE, ...given };
    const entry = entryOfTrial(IMAGE, trial);
    expect(entry.selection.map(describeTagRule)).toEqual(rules);
    const { config } = parseConfig(["version: 1", "mirrors:", ...configLinesOf(IMAGE, trial), ""].join("\n"));
    expect(config?.entries.map(({ selection, exclude }) => ({ selection, exclude }))).toEqual([
      { selection: entry.selection, exclude: trial.exclude },
    ]);
  });

  it.each<[given: Partial<Trial>, message: RegExp]>([
    [{ semver: [">=abc"] }, /^--semver: .*abc/],
    [{ regex: ["(a"] }, /^--regex: /],
    [{ regex: ["a(?=b)"] }, /^--regex: .*look-ahead/],
    [{ glob: ["[a"] }, /^--glob: .*never closed/],
    [{ exclude: ["a/b"] }, /^--exclude: .*"\/"/],
    [{ suffix: "alpine" }, /^--suffix: .*-alpine/],
    [{ glob: ["1.*"], suffix: "-alpine" }, /^--suffix and --prerelease belong to --semver/],
    [{ glob: ["edge"], latest: 2 }, /^--latest: /],
  ])("of %j is refused in terms of options", (given, message) => {
    expect(() => entryOfTrial(IMAGE, { ...NONE, ...given })).toThrow(message);
  });
});
