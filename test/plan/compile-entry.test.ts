import { describe, expect, it } from "vitest";
import { compileEntry } from "../../src/plan/compile-entry.ts";
import { entriesOf } from "./entry.ts";

const DIGEST = `sha256:${"a1".repeat(32)}`;

describe("compileEntry", () => {
  it.each<[item: string, tag: string, expected: boolean]>([
    ["redis:7", "7", true],
    ["redis:7", "8", false],
    [`redis:7@${DIGEST}`, "7", false],
    ["{ source: a, tags: ['1.*'], exclude: ['*-rc*'] }", "1.2", true],
    ["{ source: a, tags: ['1.*'], exclude: ['*-rc*'] }", "1.2-rc1", false],
    ["{ source: a, tags: [{ glob: '1.*', latest: 1 }] }", "1.0", true],
    ["{ source: a, tags: [{ regex: '\\d+' }] }", "12", true],
    ["{ source: a, tags: [{ regex: '\\d+' }] }", "v12", false],
    ["{ source: a, tags: [{ semver: '>=1.17.5', latest: 1 }] }", "1.17.6", true],
    ["{ source: a, tags: [{ semver: '>=1.17.5' }] }", "1.17.4", false],
    ["{ source: a, tags: [{ semver: '>=1.17.5' }] }", "1.17", true],
    ["{ source: a, tags: [{ semver: '>=1.17.5' }] }", "1.16", false],
    ["{ source: a, tags: [{ semver: '>=1.17.5' }] }", "1.18.0-rc1", false],
    ["{ source: a, tags: [{ semver: '>=1.17.5', prerelease: true }] }", "1.18.0-rc1", true],
    ["{ source: a, tags: [{ semver: '>=1.17.5', suffix: '-alpine*' }] }", "1.18.0-alpine3.20", true],
    ["{ source: a, tags: [{ semver: '>=1.17.5' }] }", "1.18.0-alpine", false],
    ["{ source: a, tags: [{ semver: '*' }] }", "latest", false],
  ])("%s may mean %s: %s", (item, tag, expected) => {
    expect(entriesOf(item).map((entry) => compileEntry(entry)(tag))).toEqual([expected]);
  });
});
