import { describe, expect, it } from "vitest";
import { describeTagRule } from "../../src/config/describe-tag-rule.ts";
import { needsTagList, selectTags } from "../../src/plan/select-tags.ts";
import { entriesOf, tableOf } from "./entry.ts";

const DIGEST = `sha256:${"a1".repeat(32)}` as const;

/** The tags that the entry selects. */
function tagsOf(keys: string, available: readonly string[]): readonly (string | undefined)[] {
  return entriesOf(`{ source: redis, ${keys} }`).flatMap((entry) =>
    selectTags(entry, tableOf(...available)).images.map(({ tag }) => tag),
  );
}

describe("selectTags", () => {
  it.each<[keys: string, available: readonly string[], expected: readonly string[]]>([
    // regclient, cmd/regsync/regsync_test.go: the filters by allow and deny, regular expressions there, globs here.
    ["tags: ['v[0-9].[0-9]']", ["v1.0", "v1.5", "v2.0", "latest", "edge"], ["v1.0", "v1.5", "v2.0"]],
    ["tags: ['v[0-9]*.[0-9]*.[0-9]*']", ["v1.0.0", "v1.5.0", "latest", "dev"], ["v1.0.0", "v1.5.0"]],
    ["tags: [v1, v3, latest]", ["v1", "v2", "v3"], ["v1", "v3", "latest"]],
    ["tags: ['*'], exclude: [v2, old]", ["v1", "v2", "v3"], ["v1", "v3"]],
    ["tags: ['a*', loop]", ["v1", "a1", "a2", "b1", "loop"], ["a1", "a2", "loop"]],
    ["tags: ['*'], exclude: ['*-rc*']", ["1.0.0", "1.5.0-rc1", "2.0.0", "4.1.0-rc2"], ["1.0.0", "2.0.0"]],
    ["tags: ['*'], exclude: ['*-alpine*']", ["v1.0.0", "v1.2.3-alpine3.21", "v2.5.0-alpine3.20"], ["v1.0.0"]],
    ["tags: ['5.*']", ["1.0.0", "2.0.0"], []],
    ["tags: ['*']", [], []],
    // A union, in the order of the rules, each tag once.
    ["tags: ['2*', '1', '*', '3']", ["1", "2", "2.1", "3"], ["2", "2.1", "1", "3"]],
    ["tags: ['1', '1', '1*']", ["1", "1.1"], ["1", "1.1"]],
    // An exact tag is wanted whether it is there or not; what is missing shows when it is looked up.
    ["tags: ['9']", ["1"], ["9"]],
    ["exclude: ['x*']", [], ["latest"]],
    ["tags: ['1', '2*'], exclude: ['*-ent', '2.1']", ["2", "2-ent", "2.1"], ["1", "2"]],
    // A registry may say anything; only tags are tags.
    ["tags: ['*']", ["1", "../../x/manifests/1", "a b", "", "-a", "a?b", "a".repeat(129)], ["1"]],
    // Signatures are tags like others.
    ["tags: ['*'], exclude: ['sha256-*']", ["1", "sha256-0a.sig"], ["1"]],
  ])("%s of %j", (keys, available, expected) => {
    expect(tagsOf(keys, available)).toEqual(expected);
  });

  it("keeps a pinned digest with its tag", () => {
    const [bare, tagged] = entriesOf(`a@${DIGEST}`, `b:1@${DIGEST}`);
    expect(bare && selectTags(bare, undefined).images).toEqual([{ digest: DIGEST }]);
    expect(tagged && selectTags(tagged, undefined).images).toEqual([{ tag: "1", digest: DIGEST }]);
  });

  it("keeps the first of two rules for one tag", () => {
    const pinned = { kind: "pinned", tag: "1", digest: DIGEST } as const;
    const all = { kind: "glob", pattern: "*", latest: undefined } as const;
    const entry = { selection: [pinned, all], exclude: [] };
    expect(selectTags(entry, tableOf("1", "2")).images).toEqual([{ tag: "1", digest: DIGEST }, { tag: "2" }]);
  });

  it("names the searches that selected nothing", () => {
    const [entry] = entriesOf(
      "{ source: a, tags: ['1*', '2*', '3*', x, { regex: '\\d' }, { semver: '>=2' }], exclude: ['3*'] }",
    );
    const { idle = [] } = entry ? selectTags(entry, tableOf("1", "3")) : {};
    expect(idle.map(describeTagRule)).toEqual(["2*", "3*", "semver >=2"]);
  });

  it("counts what is left by reason, the most first", () => {
    const [entry] = entriesOf(
      "{ source: a, tags: [{ semver: '>=1', latest: 1 }, edge], exclude: ['*-rc*'] }",
    );
    const tags = [
      "1.0.0",
      "1.1.0",
      "1.2.0",
      "1.2",
      "1.2.0-alpine",
      "0.9.0",
      "1.3.0-rc1",
      "edge",
      "main",
      "-x",
    ];
    const builds = ["aa", "bb", "cc", "dd", "ee", "ff"];
    expect(entry && selectTags(entry, tableOf(...tags, ...builds)).left).toEqual([
      { why: "not a version", count: 7, examples: ["main", "aa", "bb", "cc", "dd"] },
      { why: "not among the newest 1 of semver >=1", count: 2, examples: ["1.0.0", "1.1.0"] },
      { why: "another line of versions", count: 1, examples: ["1.2.0-alpine"] },
      { why: "outside >=1", count: 1, examples: ["0.9.0"] },
      { why: "excluded by *-rc*", count: 1, examples: ["1.3.0-rc1"] },
      { why: "its name is no tag", count: 1, examples: ["-x"] },
    ]);
  });

  it("sums up reasons where there are very many", () => {
    const words = Array.from({ length: 26 }, (_, at) => String.fromCharCode(97 + at));
    const entry = { selection: [{ kind: "exact", tag: "1" }], exclude: words } as const;
    const { left } = selectTags(entry, tableOf(...words));
    expect(left).toHaveLength(20);
    expect(left.at(-1)).toEqual({ why: "other reasons", count: 7, examples: ["t", "u", "v", "w", "x"] });
  });

  it("excludes an exact tag too, should one come this far", () => {
    const entry = { selection: [{ kind: "exact", tag: "1" }], exclude: ["1"] } as const;
    expect(selectTags(entry, undefined).images).toEqual([]);
  });
});

describe("needsTagList", () => {
  it.each([
    ["a", false],
    ["a:1", false],
    [`a@${DIGEST}`, false],
    ["{ source: a, tags: ['1', '2'], exclude: ['*-rc*'] }", false],
    ["{ source: a, tags: ['1', '2*'] }", true],
    ["{ source: a, tags: ['1', { regex: '2.*' }] }", true],
    ["{ source: a, tags: [{ semver: '>=2' }] }", true],
  ])("%s: %s", (item, expected) => {
    expect(entriesOf(item).map(needsTagList)).toEqual([expected]);
  });
});
