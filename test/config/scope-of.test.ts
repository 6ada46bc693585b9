import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/parse-config.ts";
import { scopeOf } from "../../src/config/scope-of.ts";
import { selectTags } from "../../src/plan/select-tags.ts";
import { compileOnly } from "../../src/reconcile/compile-only.ts";
import { tableOf } from "../plan/entry.ts";

const DIGEST = `sha256:${"a1".repeat(32)}`;

function entriesOf(...items: readonly string[]) {
  const { config } = parseConfig(`version: 1\nmirrors:\n${items.map((item) => `  - ${item}\n`).join("")}`);
  return config?.entries ?? [];
}

describe("the scope of entries", () => {
  it.each<[item: string, scope: readonly string[]]>([
    ["redis", ["docker.io/library/redis:latest"]],
    ["{ source: redis, tags: ['7', '8.*'] }", ["docker.io/library/redis:7", "docker.io/library/redis:8.*"]],
    [
      "{ source: redis, tags: ['7', { regex: 8.+, latest: 2 }, { semver: ^9 }, { glob: 1*, latest: 3 }] }",
      ["docker.io/library/redis:7", "docker.io/library/redis:*", "docker.io/library/redis:1*"],
    ],
    [`redis@${DIGEST}`, [`docker.io/library/redis@${DIGEST}`]],
    [`redis:7@${DIGEST}`, [`docker.io/library/redis:7@${DIGEST}`]],
    ['"[::1]:5000/x:1"', ["[[]::1]:5000/x:1"]],
  ])("%s", (item, scope) => {
    expect(scopeOf(entriesOf(item))).toEqual(scope);
  });

  it("names nothing twice", () => {
    const entries = entriesOf("redis:7", "{ source: redis:7, to: cache }");
    expect(scopeOf(entries)).toEqual(["docker.io/library/redis:7"]);
  });

  it("is empty without entries", () => {
    expect(scopeOf([])).toEqual([]);
  });

  it.each([
    "redis:7",
    "{ source: redis, tags: ['7', '8*'] }",
    `redis@${DIGEST}`,
    `redis:7@${DIGEST}`,
    '"[::1]:5000/x:1"',
  ])("lets through what %s selects, and nothing beside it", (item) => {
    const [entry] = entriesOf(item);
    if (!entry) throw new Error("no entry");
    const only = compileOnly(scopeOf([entry]));
    const { images } = selectTags(entry, tableOf("7", "8.0", "9"));
    expect(only.mayMean(entry.source)).toBe(true);
    expect(images.filter((image) => !only.means({ ...entry.source, ...image }))).toEqual([]);
    expect(only.means({ ...entry.source, tag: "9" })).toBe(false);
  });
});
