import { describe, expect, it } from "vitest";
import { selectTags } from "../../src/plan/select-tags.ts";
import { entriesOf, tableOf } from "./entry.ts";

function tagsOf(keys: string, available: readonly string[]): readonly (string | undefined)[] {
  return entriesOf(`{ source: redis, ${keys} }`).flatMap((entry) =>
    selectTags(entry, tableOf(...available)).images.map(({ tag }) => tag),
  );
}

/** What regsync selects is given where it differs; docs/config.md says why. */
type Case = readonly [
  keys: string,
  available: readonly string[],
  expected: readonly string[],
  theirs?: readonly string[],
];

describe("the cases of regclient, cmd/regsync/regsync_test.go", () => {
  it.for<Case>([
    [
      "tags: [{ semver: '>=1.0.0 <2.0.0' }, { semver: '>=4.0.0' }], exclude: ['*-rc*']",
      ["1.0.0", "1.5.0-rc1", "2.0.0", "4.0.0", "4.1.0-rc2", "5.0.0"],
      ["1.0.0", "4.0.0", "5.0.0"],
    ],
    ["tags: [{ semver: '>=1.0.0' }]", ["latest", "dev", "1.0.0", "1.5.0", "main"], ["1.0.0", "1.5.0"]],
    [
      "tags: [{ semver: '>=1.0.0 <3.0.0' }]",
      ["1.0.0", "1.5.0-rc1", "2.0.0", "2.1.0-rc2", "3.0.0"],
      ["1.0.0", "2.0.0"],
      ["1.0.0", "1.5.0-rc1", "2.0.0", "2.1.0-rc2"],
    ],
    [
      "tags: [{ regex: 'v[0-9]+\\.[0-9]+\\.[0-9]+' }]",
      ["v1.0.0", "v1.5.0", "latest", "dev"],
      ["v1.0.0", "v1.5.0"],
    ],
    ["tags: [{ semver: '>=5.0.0' }]", ["1.0.0", "2.0.0", "3.0.0"], []],
    [
      "tags: [{ semver: '>=1.0.0 <1.20.0' }, { semver: '>=1.22.0' }]",
      ["1.0.0", "1.19.0", "1.20.0", "1.21.0", "1.22.0", "1.23.0"],
      ["1.0.0", "1.19.0", "1.22.0", "1.23.0"],
    ],
    // Rules are a union here, and a chain there; `exclude` takes away.
    [
      "tags: [{ semver: '>=1.0.0' }], exclude: ['[!v]*']",
      ["1.0.0", "v1.5.0", "v2.0.0", "3.0.0"],
      ["v1.5.0", "v2.0.0"],
    ],
    [
      "tags: [{ semver: '>=1.0.0 <2.0.0' }, latest, edge]",
      ["0.9.0", "1.0.0", "1.5.0", "2.0.0", "latest", "edge", "dev"],
      ["1.0.0", "1.5.0", "latest", "edge"],
      [],
    ],
    [
      "tags: [{ semver: '>=1.0.0' }, { glob: 's*' }, { glob: 'l*' }], exclude: ['*-rc*', latest]",
      ["1.0.0", "1.5.0-rc1", "2.0.0", "latest", "stable", "dev"],
      ["1.0.0", "2.0.0", "stable"],
      [],
    ],
    // A variant is a line of its own here; there it is a prerelease, so that 2.0.0-alpine is below 2.0.0.
    [
      "tags: [{ semver: '>=1.0.0 <2.0.0', suffix: '-alpine*' }]",
      ["v1.2.3-alpine3.21", "v1.5.0-alpine3.20", "v2.0.0-alpine3.21", "v0.9.0-alpine3.19"],
      ["v1.2.3-alpine3.21", "v1.5.0-alpine3.20"],
      ["v1.2.3-alpine3.21", "v1.5.0-alpine3.20", "v2.0.0-alpine3.21"],
    ],
    [
      "tags: [{ semver: '>=5.0.0', suffix: '-scratch' }]",
      ["v5-scratch", "v4-scratch", "v6-scratch", "v5.1-scratch"],
      ["v5-scratch", "v6-scratch", "v5.1-scratch"],
      ["v6-scratch", "v5.1-scratch"],
    ],
    [
      "tags: [{ semver: '>=1.0.0 <3.0.0' }]",
      ["v1.0.0", "v1.5.0-alpine", "v2.0.0-scratch", "v2.5.1-debian", "v3.0.0-alpine"],
      ["v1.0.0"],
      ["v1.0.0", "v1.5.0-alpine", "v2.0.0-scratch", "v2.5.1-debian", "v3.0.0-alpine"],
    ],
    [
      "tags: [{ semver: '>=1.0.0', suffix: '*' }], exclude: ['*-alpine*']",
      ["v1.0.0", "v1.2.3-alpine3.21", "v2.0.0-scratch", "v2.5.0-alpine3.20"],
      ["v1.0.0", "v2.0.0-scratch"],
    ],
    ["tags: [{ semver: '>=2 <5' }]", ["v1", "v2", "v3", "v4", "v5", "v6"], ["v2", "v3", "v4"]],
    [
      "tags: [{ semver: '>=1.5 <2.0' }]",
      ["v1.4", "v1.5", "v1.6", "v1.9", "v2.0", "v2.1"],
      ["v1.5", "v1.6", "v1.9"],
    ],
    [
      "tags: [{ semver: '>=1.0.0 <3.0.0' }]",
      ["v1", "v1.5", "v1.5.0", "v2", "v2.0", "v2.0.0", "v3", "v3.0.0"],
      ["v1", "v1.5", "v1.5.0", "v2", "v2.0", "v2.0.0"],
    ],
    [
      "tags: [{ regex: 'v[0-9]+\\.[0-9]+' }]",
      ["v1.0", "v1.5", "v2.0", "latest", "edge"],
      ["v1.0", "v1.5", "v2.0"],
    ],
    [
      "tags: [{ regex: 'v[0-9]+\\.[0-9]+\\.[0-9]+' }, { semver: '>=1.0.0' }]",
      ["v1.0.0", "v1.5.0", "v2.0.0", "latest"],
      ["v1.0.0", "v1.5.0", "v2.0.0"],
    ],
  ])("%s of %j", ([keys, available, expected, theirs]) => {
    expect(tagsOf(keys, available)).toEqual(expected);
    expect(theirs).not.toEqual(expected);
  });
});

/** Some of Docker Hub's library/busybox, which those tests run against. */
const BUSYBOX = [
  "latest", "musl", "glibc", "uclibc", "stable", "unstable",
  "1", "1.36", "1.36.1", "1.36.0", "1.36.0-musl", "1.36.0-glibc", "1.36-musl",
  "1.35.0", "1.35.0-uclibc", "1.34.1", "1.34.0", "1.33.1", "1.33.0", "1.32.1",
  "1.31", "1.31.1", "1.31.1-musl", "1.31.1-glibc", "1.31.0", "1.31.0-uclibc", "1.31.0-glibc",
  "1.26.1-glibc", "1.26.1-uclibc", "1.26.1-musl", "1.26.1", "1.26.1-glibc-x",
]; // biome-ignore format: a list of tags

describe("the cases of dregsy, test/fixtures/e2e/tagsets", () => {
  it.for<Case>([
    [
      "tags: [{ semver: '>=1.31.0 <1.31.9' }, latest]",
      BUSYBOX,
      ["1.31", "1.31.1", "1.31.0", "latest"],
      ["1.31", "1.31.1", "1.31.1-musl", "1.31.1-glibc", "1.31.0", "1.31.0-uclibc", "1.31.0-glibc", "latest"],
    ],
    [
      "tags: [{ regex: '1\\.26\\.1-(glibc|uclibc|musl)' }]",
      BUSYBOX,
      ["1.26.1-glibc", "1.26.1-uclibc", "1.26.1-musl"],
    ],
    [
      "tags: ['1.26.1-*'], exclude: ['*glibc', '*musl']",
      ["1.26.1-glibc", "1.26.1-uclibc", "1.26.1-musl"],
      ["1.26.1-uclibc"],
    ],
    // `keep: .+(glibc|musl)` with a range: the lines are named.
    [
      "tags: [{ semver: '>=1.31.0 <1.31.9', suffix: '-glibc' }, { semver: '>=1.31.0 <1.31.9', suffix: '-musl' }]",
      BUSYBOX,
      ["1.31.1-glibc", "1.31.0-glibc", "1.31.1-musl"],
    ],
    // `keep: latest 5` counts tags there, and after the union; versions here, and for its rule.
    [
      "tags: [glibc, { semver: '>=1.33.0 <=1.36.0', latest: 5 }]",
      BUSYBOX,
      ["glibc", "1.36.0", "1.35.0", "1.34.1", "1.34.0", "1.33.1"],
    ],
  ])("%s", ([keys, available, expected, theirs]) => {
    expect(tagsOf(keys, available)).toEqual(expected);
    expect(theirs).not.toEqual(expected);
  });

  it.each(BUSYBOX)("knows no prerelease in %s", (tag) => {
    const all = "tags: [{ semver: '*', suffix: '*' }]";
    expect(tagsOf(all, [tag])).toEqual(/^\d/.test(tag) ? [tag] : []);
  });
});
