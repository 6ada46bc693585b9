import { describe, expect, it } from "vitest";
import { compareConfigs } from "../../src/config/compare-configs.ts";
import type { Config, Entry } from "../../src/config/config.ts";
import { parseConfig } from "../../src/config/parse-config.ts";
import { scopeOf } from "../../src/config/scope-of.ts";

function configOf(items: readonly string[], head = ""): Config {
  const { config, problems } = parseConfig(
    `version: 1\n${head}mirrors:\n${items.map((item) => `  - ${item}\n`).join("")}`,
  );
  if (!config) throw new Error(problems[0]?.message);
  return config;
}

const named = (entries: readonly Entry[]) =>
  scopeOf(entries).map((name) => name.replace("docker.io/library/", ""));

describe("the difference between two configs", () => {
  it.each<[what: string, before: string[], after: string[], difference: Record<string, string[]>]>([
    ["nothing", ["redis:7", "nginx:1"], ["redis:7", "nginx:1"], { same: ["redis:7", "nginx:1"] }],
    ["the order", ["redis:7", "nginx:1"], ["nginx:1", "redis:7"], { same: ["nginx:1", "redis:7"] }],
    ["one more", ["redis:7"], ["nginx:1", "redis:7"], { added: ["nginx:1"], same: ["redis:7"] }],
    ["one less", ["redis:7", "nginx:1"], ["nginx:1"], { removed: ["redis:7"], same: ["nginx:1"] }],
    ["another tag", ["redis:7"], ["redis:8"], { changed: ["redis:8"] }],
    [
      "another tag beside one",
      ["redis:7"],
      ["redis:8", "redis:7"],
      { added: ["redis:8"], same: ["redis:7"] },
    ],
    [
      "two of one source",
      ["redis:6", "redis:7"],
      ["redis:7", "redis:8", "redis:9"],
      { changed: ["redis:8"], added: ["redis:9"], same: ["redis:7"] },
    ],
    [
      "another destination",
      ["redis:7"],
      ["{ source: redis:7, to: cache }"],
      { added: ["redis:7"], removed: ["redis:7"] },
    ],
    ["the same destination, said", ["redis:7"], ["{ source: redis:7, to: redis }"], { same: ["redis:7"] }],
    [
      "the place of a full destination",
      ["{ source: redis:7, to: ghcr.io/x/redis }"],
      ["{ to: ghcr.io/x/redis, source: redis:7 }"],
      { same: ["redis:7"] },
    ],
    [
      "a full destination",
      ["redis:7"],
      ["{ source: redis:7, to: ghcr.io/x/redis }"],
      { added: ["redis:7"], removed: ["redis:7"] },
    ],
    ["a list instead of a name", ["redis:7"], ["{ source: redis, tags: ['7'] }"], { same: ["redis:7"] }],
    [
      "another rule on the same tags",
      ["{ source: redis, tags: [{ glob: 7*, latest: 5 }] }"],
      ["{ source: redis, tags: [{ glob: 7*, latest: 6 }] }"],
      { changed: ["redis:7*"] },
    ],
    [
      "the same rule, written otherwise",
      ["{ source: redis, tags: [{ glob: 7* }], schedule: every 24h }"],
      ["{ schedule: every 1d, source: redis, tags: [7*], prune: report }"],
      { same: ["redis:7*"] },
    ],
    ["another schedule", ["redis:7"], ["{ source: redis:7, schedule: never }"], { changed: ["redis:7"] }],
    [
      "a list that grows",
      ["{ source: redis, tags: ['7'] }"],
      ["{ source: redis, tags: ['7', 8*] }"],
      { changed: ["redis:7", "redis:8*"] },
    ],
    ...[
      "exclude: [x]",
      "platforms: [linux/amd64]",
      "on-change: keep",
      "visibility: public",
      "on-drift: restore",
    ].map((key): [string, string[], string[], Record<string, string[]>] => [
      key,
      ["redis:7"],
      [`{ source: redis:7, ${key} }`],
      { changed: ["redis:7"] },
    ]),
  ])("%s", (_, before, after, difference) => {
    const { added, changed, removed, same } = compareConfigs(configOf(before), configOf(after));
    expect({
      added: named(added),
      changed: named(changed),
      removed: named(removed),
      same: named(same),
    }).toEqual({
      added: [],
      changed: [],
      removed: [],
      same: [],
      ...difference,
    });
  });

  it("sees a default in every entry that it changes", () => {
    const after = configOf(
      ["redis:7", "{ source: nginx:1, on-change: replace }"],
      "defaults: { on-change: keep }\n",
    );
    const { changed, same } = compareConfigs(configOf(["redis:7", "nginx:1"]), after);
    expect([named(changed), named(same)]).toEqual([["redis:7"], ["nginx:1"]]);
  });

  it("gives the later entries, and of those removed the earlier", () => {
    const [before, after] = [configOf(["redis:7", "a/b"]), configOf(["nginx:1", "redis:7"])];
    const difference = compareConfigs(before, after);
    expect(difference.same[0]).toBe(after.entries[1]);
    expect(difference.removed[0]).toBe(before.entries[1]);
  });

  it("takes a config that is not there for an empty one", () => {
    const config = configOf(["redis:7"]);
    expect(compareConfigs(undefined, config)).toEqual({
      added: config.entries,
      changed: [],
      removed: [],
      same: [],
    });
    expect(compareConfigs(config, undefined)).toEqual({
      added: [],
      changed: [],
      removed: config.entries,
      same: [],
    });
    expect(compareConfigs(undefined, undefined)).toEqual({ added: [], changed: [], removed: [], same: [] });
  });
});
