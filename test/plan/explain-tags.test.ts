import { describe, expect, it } from "vitest";
import { describeTagRule } from "../../src/config/describe-tag-rule.ts";
import { explainTags } from "../../src/plan/explain-tags.ts";
import { selectTags } from "../../src/plan/select-tags.ts";
import { entriesOf, tableOf } from "./entry.ts";

const TAGS = [
  "latest",
  "1",
  "1.18",
  "1.18.3",
  "1.18.2",
  "1.17.6",
  "1.16.0",
  "1.18.4-rc1",
  "1.18.3-alpine",
  "edge",
  "-x",
];

function explain(keys: string): Record<string, string> {
  const [entry] = entriesOf(`{ source: a, ${keys} }`);
  if (!entry) throw new Error("no entry");
  return Object.fromEntries(
    explainTags(entry, tableOf(...TAGS)).map(({ tag, rule, why, aliasOf }) => [
      tag,
      `${rule ? `by ${describeTagRule(rule)}` : why}${aliasOf === undefined ? "" : `; alias of ${aliasOf}`}`,
    ]),
  );
}

describe("explainTags", () => {
  it("says by which rule a tag is selected, or why not", () => {
    expect(explain("tags: [edge, { semver: '>=1.17', latest: 2 }], exclude: ['1.18.2']")).toEqual({
      latest: "not a version",
      "1": "by semver >=1.17, newest 2; alias of 1.18.3",
      "1.18": "by semver >=1.17, newest 2; alias of 1.18.3",
      "1.18.3": "by semver >=1.17, newest 2",
      "1.18.2": "excluded by 1.18.2",
      "1.17.6": "by semver >=1.17, newest 2",
      "1.16.0": "outside >=1.17",
      "1.18.4-rc1": "a prerelease",
      "1.18.3-alpine": "another line of versions (suffix -alpine)",
      edge: "by edge",
      "-x": "its name is no tag",
    });
  });

  it("gives of several reasons the one of the rule that the tag came nearest to", () => {
    const {
      "1.18.3": first,
      "1.18.2": newest,
      "1.18.3-alpine": line,
      edge,
    } = explain(
      "tags: [{ semver: '^1', suffix: '-ubi' }, { semver: '~1.18', latest: 1 }, 'x*', { glob: 'ed*', latest: 1 }]",
    );
    expect(first).toBe("by semver ~1.18, newest 1");
    expect(newest).toBe("not among the newest 1 of semver ~1.18");
    expect(line).toBe("another line of versions (suffix -alpine)");
    expect(edge).toBe("has no version to tell the newest by");
  });

  it("says that a search by name matches nothing else", () => {
    expect(explain("tags: ['1.*']")).toMatchObject({ edge: "matches nothing", "1.18.3": "by 1.*" });
  });

  it("names no suffix where the line is meant that has one", () => {
    const { "1.18.3": why } = explain("tags: [{ semver: '*', suffix: '-alpine' }]");
    expect(why).toBe("another line of versions (no suffix)");
  });

  it("decides as selectTags does", () => {
    const [entry] = entriesOf(
      "{ source: a, tags: [{ semver: '^1', latest: 2 }, '*e*', gone], exclude: [edge] }",
    );
    if (!entry) throw new Error("no entry");
    const table = tableOf(...TAGS);
    const verdicts = explainTags(entry, table);
    const selected = new Set(selectTags(entry, table).images.map(({ tag }) => tag));
    expect(verdicts.map(({ tag }) => tag)).toEqual(TAGS);
    expect(verdicts.filter(({ rule }) => rule).map(({ tag }) => tag)).toEqual(
      TAGS.filter((tag) => selected.has(tag)),
    );
    expect(verdicts.filter(({ rule, why }) => (rule === undefined) === (why === undefined))).toEqual([]);
  });
});
