import { describe, expect, it } from "vitest";
import type { TagFacts } from "../../src/oci/tag-facts.ts";
import { selectTags } from "../../src/plan/select-tags.ts";
import { digestOf, entriesOf, tableOf } from "./entry.ts";

function tagsOf(keys: string, table: ReadonlyMap<string, TagFacts>): readonly (string | undefined)[] {
  return entriesOf(`{ source: redis, ${keys} }`).flatMap((entry) =>
    selectTags(entry, table).images.map(({ tag }) => tag),
  );
}

/** Tags with the digests of these texts; an empty one is not known. */
function digests(tags: Readonly<Record<string, string>>): ReadonlyMap<string, TagFacts> {
  return new Map(Object.entries(tags).map(([tag, of]) => [tag, of ? { digest: digestOf(of) } : {}]));
}

/** Tags that were pushed at these times. */
function pushes(tags: Readonly<Record<string, number | undefined>>): ReadonlyMap<string, TagFacts> {
  return new Map(
    Object.entries(tags).map(([tag, pushedAt]) => [tag, pushedAt === undefined ? {} : { pushedAt }]),
  );
}

describe("latest", () => {
  it.each<[keys: string, available: readonly string[], expected: readonly string[]]>([
    [
      "tags: [{ semver: '>=1.17 <2', latest: 2 }]",
      ["1.17", "1.18", "1.16.9", "1.17.2", "1.18.0", "1.18.1", "v1.18.1", "1.18.1-alpine", "2.0.0", "latest"],
      ["1.18", "1.18.0", "1.18.1", "v1.18.1"],
    ],
    // `1` stands for the newest there is, which is outside of the range with it.
    ["tags: [{ semver: '<1.18', latest: 1 }]", ["1", "1.17", "1.17.2", "1.18.1"], ["1.17", "1.17.2"]],
    ["tags: [{ semver: '*', latest: 2 }]", ["1.9.0", "1.10.0", "1.8.0"], ["1.9.0", "1.10.0"]],
    ["tags: [{ semver: '*', latest: 9 }]", ["1.9.0", "1.10.0"], ["1.9.0", "1.10.0"]],
    ["tags: [{ semver: '*', latest: 1 }]", ["10.0.1.2", "10.0.1.10", "10.0.1"], ["10.0.1.10"]],
    [
      "tags: [{ semver: '*', latest: 2, prerelease: true }]",
      ["1.0.0-rc2", "1.0.0-rc10", "1.0.0-rc1"],
      ["1.0.0-rc2", "1.0.0-rc10"],
    ],
    ["tags: [{ semver: '*', latest: 1, prerelease: true }]", ["1.0.0-rc2", "1.0.0"], ["1.0.0"]],
    // A version counts once, however many variants of it match.
    [
      "tags: [{ semver: '*', suffix: '-alpine*', latest: 1 }]",
      ["1.1.0-alpine", "1.1.0-alpine3.20", "1.1-alpine", "1.0.0-alpine", "1.2.0", "1.1.0-rc1-alpine"],
      ["1.1.0-alpine", "1.1.0-alpine3.20", "1.1-alpine"],
    ],
    [
      "tags: [{ glob: '*-slim', latest: 1 }]",
      ["3.12-slim", "3.12.4-slim", "3.11.9-slim", "slim"],
      ["3.12-slim", "3.12.4-slim"],
    ],
    [
      "tags: [{ glob: '*', latest: 1 }]",
      ["1.0.0", "1.1.0", "1.1.0-alpine", "latest"],
      ["1.1.0", "1.1.0-alpine"],
    ],
    ["tags: [{ regex: '\\d+\\.\\d+', latest: 2 }]", ["1.9", "1.10", "1.8", "1.10.1", "1"], ["1.9", "1.10"]],
    ["tags: [{ glob: 'sha-*', latest: 2 }]", ["sha-a1", "sha-b2"], []],
    // Excluded tags are no versions to count.
    [
      "tags: [{ semver: '*', latest: 2 }], exclude: ['1.2.0']",
      ["1.2.0", "1.1.0", "1.0.0"],
      ["1.1.0", "1.0.0"],
    ],
    // A union: each rule counts for itself.
    [
      "tags: [{ semver: '^1', latest: 1 }, { semver: '^2', latest: 1 }, edge]",
      ["1.0.0", "2.1.0", "1.1.0", "2.0.0", "edge"],
      ["1.1.0", "2.1.0", "edge"],
    ],
  ])("%s of %j", (keys, available, expected) => {
    expect(tagsOf(keys, tableOf(...available))).toEqual(expected);
  });

  it("counts versions, not aliases of one digest", () => {
    const table = digests({
      "2.0.0": "b",
      "2024.05.1": "b",
      "1.9.0": "a",
      "1.8.0": "z",
      stable: "b",
      edge: "e",
    });
    expect(tagsOf("tags: [{ glob: '*', latest: 2 }]", table)).toEqual([
      "2.0.0",
      "2024.05.1",
      "1.9.0",
      "stable",
    ]);
  });

  it("takes along names that are no versions, where their digest says which they mean", () => {
    const table = digests({ latest: "b", "2.0.0": "b", "1.9.0": "a", old: "a", "2.0": "" });
    expect(tagsOf("tags: [{ glob: '*', latest: 1 }]", table)).toEqual(["latest", "2.0.0", "2.0"]);
  });

  it.each<[what: string, tags: Readonly<Record<string, number | undefined>>, expected: readonly string[]]>([
    ["the last pushed", { "sha-a": 3, "sha-b": 9, "sha-c": 7 }, ["sha-b", "sha-c"]],
    ["nothing where one push is not known", { "sha-a": 3, "sha-b": undefined, "sha-c": 7 }, []],
    ["the greater names of those pushed at once", { b: 1, c: 1, a: 1 }, ["b", "c"]],
    ["what chance makes a version, too", { "sha-a": 3, "1234567": 2, "sha-c": 1 }, ["1234567", "sha-a"]],
    [
      "versions by version, whatever was pushed last",
      { "1.0.0": 9, "1.1.0": 1, "1.2.0": 2, edge: 7 },
      ["1.1.0", "1.2.0"],
    ],
  ])("without versions means %s", (_what, tags, expected) => {
    expect(tagsOf("tags: [{ glob: '*', latest: 2 }]", pushes(tags)).toSorted()).toEqual(expected);
  });

  it("counts a digest that was pushed under several names once", () => {
    const facts = (of: string, pushedAt: number) => ({ digest: digestOf(of), pushedAt });
    const table = new Map([
      ["main", facts("a", 3)],
      ["sha-a", facts("a", 3)],
      ["sha-b", facts("b", 2)],
      ["sha-c", facts("c", 1)],
    ]);
    expect(tagsOf("tags: [{ glob: '*', latest: 2 }]", table)).toEqual(["main", "sha-a", "sha-b"]);
  });
});
