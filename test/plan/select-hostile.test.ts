import { describe, expect, it } from "vitest";
import type { Search } from "../../src/config/config.ts";
import { explainTags } from "../../src/plan/explain-tags.ts";
import { selectTags } from "../../src/plan/select-tags.ts";
import { tableOf } from "./entry.ts";

const TAGS = 50_000;
const SEARCHES = 30;
/** Milliseconds: several times what a slow machine takes, and nothing beside what any matcher that backtracks would. */
const GENEROUS = 15_000;

const SUFFIXES = ["", "-alpine", "-alpine3.20", "-rc1", "-slim-bookworm"];
const MANY = tableOf(
  ...Array.from({ length: TAGS }, (_, at) => `${at % 40}.${(at >> 3) % 100}.${at}${SUFFIXES[at % 5]}`),
);
const LONG = tableOf(
  ...Array.from({ length: 2_000 }, (_, at) => `${"1.".repeat(50)}${at}`),
  ...Array.from({ length: 2_000 }, (_, at) => `1${"-rc".repeat(41)}${at % 10}`),
  ...Array.from({ length: 2_000 }, (_, at) => `${"a".repeat(120)}${at}`),
);

function entryOf(search: (at: number) => Search) {
  return { selection: Array.from({ length: SEARCHES }, (_, at) => search(at)), exclude: ["*a*b*c*d*e*"] };
}

describe("selectTags", () => {
  it.each<[what: string, table: typeof MANY, search: (at: number) => Search]>([
    [
      "ranges",
      MANY,
      (at) => ({ kind: "semver", range: `>=${at}.17 || ^3`, prerelease: true, suffix: "-a*", latest: 5 }),
    ],
    ["globs", MANY, (at) => ({ kind: "glob", pattern: `${at}*a*a*e*`, latest: 5 })],
    ["patterns", MANY, (at) => ({ kind: "regex", pattern: `(\\d+)*\\.(\\d+|.+)*x${at}`, latest: undefined })],
    [
      "patterns that other engines hang in",
      LONG,
      (at) => ({ kind: "regex", pattern: `(a+)+${at}x`, latest: 1 }),
    ],
    [
      "globs that others hang in",
      LONG,
      (at) => ({ kind: "glob", pattern: `${"*a".repeat(30)}x${at}`, latest: 1 }),
    ],
    [
      "names that are nearly versions",
      LONG,
      () => ({ kind: "semver", range: "*", prerelease: true, suffix: "*", latest: 1 }),
    ],
  ])("goes through %s in time", (_what, table, search) => {
    const started = performance.now();
    selectTags(entryOf(search), table);
    expect(performance.now() - started).toBeLessThan(GENEROUS);
  });

  it("holds whatever a registry may call a tag", () => {
    const names = [
      "",
      "__proto__",
      "constructor",
      "..",
      "1.2.3\u0000",
      "\u202e1.2.3",
      "１.２.３",
      "1.2.3 ",
      "v".repeat(1e6),
      "9".repeat(400),
    ];
    const entry = entryOf(() => ({
      kind: "semver",
      range: "*",
      prerelease: true,
      suffix: "*",
      latest: undefined,
    }));
    const table = tableOf(...names, "1.2.3");
    expect(selectTags(entry, table).images).toEqual([{ tag: "1.2.3" }]);
    expect(explainTags(entry, table)).toHaveLength(names.length + 1);
  });
});
