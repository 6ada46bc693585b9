import { describe, expect, it } from "vitest";
import type { Entry } from "../../src/config/config.ts";
import { DAY, HOUR, MINUTE } from "../../src/config/duration.ts";
import { parseConfig } from "../../src/config/parse-config.ts";

const DIGEST = `sha256:${"a1".repeat(32)}` as const;

/** The one entry of a config whose `mirrors` hold `item`, less what is the default. */
function entryOf(item: string, defaults = "{}"): Partial<Entry> {
  const parsed = parseConfig(`version: 1\ndefaults: ${defaults}\nmirrors:\n  - ${item}\n`);
  expect(parsed.problems).toEqual([]);
  const entry = parsed.config?.entries[0];
  expect(entry).toBeDefined();
  const usual = {
    to: undefined,
    exclude: [],
    platforms: "all",
    onChange: "replace",
    onDrift: "report",
    minAge: 0,
    schedule: { kind: "every", interval: 6 * HOUR },
    verifyEvery: 7 * DAY,
    prune: { kind: "report" },
  };
  return Object.fromEntries(
    Object.entries(entry ?? {}).filter(
      ([key, value]) =>
        key !== "position" && JSON.stringify(value) !== JSON.stringify(usual[key as keyof typeof usual]),
    ),
  );
}

const redis = { registry: "docker.io", repository: "library/redis" };
const exact = (tag: string) => ({ kind: "exact", tag });
const glob = (pattern: string) => ({ kind: "glob", pattern });

describe("an entry in short form", () => {
  it.each([
    ["redis", redis, exact("latest")],
    ["redis:7", redis, exact("7")],
    [
      "docker.io/nsmithuk/local-kms:3.11.7",
      { registry: "docker.io", repository: "nsmithuk/local-kms" },
      exact("3.11.7"),
    ],
    ["localhost:5000/a/b/c:x", { registry: "localhost:5000", repository: "a/b/c" }, exact("x")],
    [`redis@${DIGEST}`, redis, { kind: "pinned", digest: DIGEST }],
    [`redis:7@${DIGEST}`, redis, { kind: "pinned", tag: "7", digest: DIGEST }],
    ['"redis:7"', redis, exact("7")],
    ["&anchor redis:7", redis, exact("7")],
  ])("%s", (item, source, rule) => {
    expect(entryOf(item)).toEqual({ source, selection: [rule] });
  });
});

describe("an entry in long form", () => {
  it.each<[item: string, expected: object]>([
    ["{ source: redis }", { selection: [exact("latest")] }],
    ["{ source: redis:7 }", { selection: [exact("7")] }],
    [`{ source: redis:7@${DIGEST} }`, { selection: [{ kind: "pinned", tag: "7", digest: DIGEST }] }],
    [
      '{ source: redis, tags: ["1.10", "1.1?.*", v1, "[0-9]"] }',
      { selection: [exact("1.10"), glob("1.1?.*"), exact("v1"), glob("[0-9]")] },
    ],
    [
      "{ source: redis, tags: [on, no, 1.2.3, 2024-01-01, 7-alpine] }",
      { selection: ["on", "no", "1.2.3", "2024-01-01", "7-alpine"].map(exact) },
    ],
    ['{ source: redis, tags: ["[!a]*"] }', { selection: [glob("[!a]*")] }],
    ["{ source: redis, tags: [!!str 1.10] }", { selection: [exact("1.10")] }],
    [
      '{ source: redis, exclude: ["*-rc*", old] }',
      { selection: [exact("latest")], exclude: ["*-rc*", "old"] },
    ],
    ["{ source: redis, exclude: [] }", { selection: [exact("latest")] }],
    ["{ source: redis, platforms: all }", { selection: [exact("latest")] }],
    ["{ source: redis, on-change: backup }", { selection: [exact("latest")], onChange: "backup" }],
    ["{ source: redis, on-change: keep }", { selection: [exact("latest")], onChange: "keep" }],
    ["{ source: redis, visibility: public }", { selection: [exact("latest")], visibility: "public" }],
    ["{ source: redis, on-drift: report }", { selection: [exact("latest")] }],
    ["{ source: redis, on-drift: restore }", { selection: [exact("latest")], onDrift: "restore" }],
    [
      "{ source: redis, platforms: [linux/amd64, linux/arm64/v8, linux/aarch64, linux/arm] }",
      {
        selection: [exact("latest")],
        platforms: [
          { os: "linux", architecture: "amd64" },
          { os: "linux", architecture: "arm64" },
          { os: "linux", architecture: "arm", variant: "v7" },
        ],
      },
    ],
  ])("%s", (item, expected) => {
    expect(entryOf(item)).toEqual({ source: redis, ...expected });
  });

  it.each([
    ["vault", { repository: "vault" }],
    ["a/b/c", { repository: "a/b/c" }],
    ["my.name", { repository: "my.name" }],
  ])("goes to %s", (to, expected) => {
    expect(entryOf(`{ source: redis, to: "${to}" }`).to).toEqual(expected);
  });

  it.each([
    ["ghcr.io/aibrix/controller-manager", { registry: "ghcr.io", repository: "aibrix/controller-manager" }],
    ["localhost/x", { registry: "localhost", repository: "x" }],
    ["localhost:5000/x/y", { registry: "localhost:5000", repository: "x/y" }],
  ])("goes to %s in full, and says where that stands", (to, expected) => {
    const position = { line: expect.any(Number), column: expect.any(Number) };
    expect(entryOf(`{ source: redis, to: "${to}" }`).to).toMatchObject({ ...expected, position });
  });
});

describe("defaults", () => {
  const defaults =
    '{ tags: ["7", "8*"], exclude: ["*-rc*"], platforms: [linux/amd64], on-change: keep, visibility: public, on-drift: restore }';
  const platforms = [{ os: "linux", architecture: "amd64" }];
  const rest = {
    source: redis,
    platforms,
    onChange: "keep",
    visibility: "public",
    onDrift: "restore",
    exclude: ["*-rc*"],
  };

  it.each<[item: string, expected: object]>([
    ["redis", { ...rest, selection: [exact("7"), glob("8*")] }],
    ["redis:6", { ...rest, selection: [exact("6")] }],
    ["{ source: redis:6, exclude: [x] }", { ...rest, selection: [exact("6")], exclude: ["x"] }],
    ['{ source: redis, tags: ["9"] }', { ...rest, selection: [exact("9")] }],
    [
      "{ source: redis, platforms: all, on-change: replace, on-drift: report }",
      {
        source: redis,
        exclude: ["*-rc*"],
        visibility: "public",
        selection: [exact("7"), glob("8*")],
      },
    ],
  ])("%s", (item, expected) => {
    expect(entryOf(item, defaults)).toEqual(expected);
  });
});

describe("a rule on tags", () => {
  const semver = { kind: "semver", prerelease: false };
  it.each<[item: string, expected: object]>([
    ['{ glob: "1.*" }', glob("1.*")],
    ['{ glob: "1.*", latest: 3 }', { ...glob("1.*"), latest: 3 }],
    ['{ glob: "1.2" }', exact("1.2")],
    ["{ regex: '^\\d+$' }", { kind: "regex", pattern: "^\\d+$" }],
    ["{ regex: a|b, latest: 1000 }", { kind: "regex", pattern: "a|b", latest: 1000 }],
    ['{ semver: ">=1.17 <2" }', { ...semver, range: ">=1.17 <2" }],
    ["{ semver: ^1.2 || ~2.3, latest: 1 }", { ...semver, range: "^1.2 || ~2.3", latest: 1 }],
    ["{ semver: 1.x, prerelease: true }", { ...semver, range: "1.x", prerelease: true }],
    ["{ semver: 1.x, prerelease: false }", { ...semver, range: "1.x" }],
    ["{ semver: 1.x, suffix: -alpine }", { ...semver, range: "1.x", suffix: "-alpine" }],
    ['{ semver: "*", suffix: "-alpine*" }', { ...semver, range: "*", suffix: "-alpine*" }],
    ['{ semver: "1", suffix: "*" }', { ...semver, range: "1", suffix: "*" }],
    ["{ semver: 1.x, suffix: .Final }", { ...semver, range: "1.x", suffix: ".Final" }],
    ['{ semver: ">=1.2.3-rc.1", prerelease: true }', { ...semver, range: ">=1.2.3-rc.1", prerelease: true }],
  ])("%s", (rule, expected) => {
    expect(entryOf(`{ source: redis, tags: [${rule}] }`)).toEqual({ source: redis, selection: [expected] });
  });
});

describe("keeping up", () => {
  it.each<[keys: string, expected: Partial<Entry>]>([
    ["min-age: 3d", { minAge: 3 * DAY }],
    ["min-age: 0d", {}],
    ["schedule: every 90m", { schedule: { kind: "every", interval: 90 * MINUTE } }],
    ["schedule: every  2w", { schedule: { kind: "every", interval: 14 * DAY } }],
    ['schedule: "0  3 * * mon"', { schedule: { kind: "cron", line: "0 3 * * MON" } }],
    ["schedule: never", { schedule: { kind: "never" } }],
    ["verify-every: 1h", { verifyEvery: HOUR }],
    ["prune: never", { prune: { kind: "never" } }],
    ["prune: { delete-after: 30d }", { prune: { kind: "delete", after: 30 * DAY } }],
    ["on-change: backup, keep-backups: 0", { onChange: "backup", keepBackups: 0 }],
  ])("%s", (keys, expected) => {
    const selection = [exact("latest")];
    expect(entryOf(`{ source: redis, ${keys} }`)).toEqual({ source: redis, selection, ...expected });
    expect(entryOf("redis", `{ ${keys} }`)).toEqual({ source: redis, selection, ...expected });
  });

  it("is what an entry says before what the defaults say", () => {
    const defaults = "{ min-age: 3d, schedule: never, verify-every: 1d, prune: never, keep-backups: 3 }";
    const item =
      "{ source: redis, min-age: 0m, schedule: every 6h, verify-every: 1w, prune: report, on-change: backup }";
    expect(entryOf(item, defaults)).toEqual({
      source: redis,
      selection: [exact("latest")],
      onChange: "backup",
      keepBackups: 3,
    });
  });

  it("waits for nothing where the digest is given", () => {
    expect(entryOf(`redis@${DIGEST}`, "{ min-age: 3d }")).not.toHaveProperty("minAge");
  });

  it("says of the whole file what becomes of what no entry names, and how much of it at once", () => {
    const text = "version: 1\nprune-limit: 100\ndefaults: { prune: never }\nmirrors: []\n";
    expect(parseConfig(text).config).toMatchObject({ prune: { kind: "never" }, pruneLimit: 100 });
  });
});

describe("where people are told", () => {
  it.each([
    ["{}", "on-pull-request", "on-lasting-failure"],
    ["{ comment: never }", "never", "on-lasting-failure"],
    ["{ issue: dashboard }", "on-pull-request", "dashboard"],
    ["{ issue: never, comment: on-pull-request }", "on-pull-request", "never"],
  ])("%s", (report, comment, issue) => {
    const { config, problems } = parseConfig(`version: 1\nmirrors: []\nreport: ${report}\n`);
    expect(problems).toEqual([]);
    expect(config?.report).toEqual({ comment, issue });
  });
});

describe("YAML", () => {
  it("gives each entry its place in the file", () => {
    const { config } = parseConfig(
      "version: 1\nmirrors:\n  - redis:7\n\n  - source: a/b\n    to: c\n  - { source: d }\n",
    );
    expect(config?.entries.map(({ position }) => position)).toEqual([
      { line: 3, column: 5, endLine: 3, endColumn: 12 },
      { line: 5, column: 5 },
      { line: 7, column: 5, endLine: 7, endColumn: 18 },
    ]);
  });

  it.each([
    ["a byte order mark", "\uFEFFversion: 1\nmirrors: [redis]\n"],
    ["CRLF", "version: 1\r\nmirrors:\r\n  - redis\r\n"],
    ["comments and a document marker", "# c\n---\nversion: 1 # c\nmirrors: [redis] # c\n...\n"],
    ["JSON", '{"version": 1, "mirrors": ["redis"]}'],
    ["a directive", "%YAML 1.2\n---\nversion: 1\nmirrors: [redis]\n"],
    ["tabs between values", "version:\t1\nmirrors:\t[redis]\t# c\n"],
    ["a block scalar", "version: 1\nmirrors:\n  - >-\n    redis\n"],
    ["1.0 as version", "version: 1.0\nmirrors: [redis]\n"],
  ])("reads %s", (_, text) => {
    const { config, problems } = parseConfig(text);
    expect(problems).toEqual([]);
    expect(config?.entries.map(({ source }) => source)).toEqual([redis]);
  });

  it("follows anchors and aliases, of which the last before counts", () => {
    const { config, problems } = parseConfig(
      [
        "version: 1",
        "mirrors:",
        '  - { source: a/a, tags: &tags [&tag "1", "2"], exclude: &none [] }',
        "  - { source: a/b, tags: *tags, exclude: *none }",
        '  - { source: a/c, tags: &tags ["3"] }',
        "  - { source: a/d, tags: *tags, to: *tag }",
      ].join("\n"),
    );
    expect(problems).toEqual([]);
    expect(config?.entries.map(({ selection, to }) => [selection, to])).toEqual([
      [[exact("1"), exact("2")], undefined],
      [[exact("1"), exact("2")], undefined],
      [[exact("3")], undefined],
      [[exact("3")], { repository: "1" }],
    ]);
  });

  it("takes a thousand honest aliases", () => {
    const items = Array.from({ length: 1000 }, (_, index) => `  - { source: a/x${index}, exclude: *rc }\n`);
    const text = `version: 1\ndefaults: { exclude: &rc ["*-rc*"] }\nmirrors:\n${items.join("")}`;
    expect(parseConfig(text).config?.entries).toHaveLength(1000);
  });

  it("allows a config that mirrors nothing", () => {
    expect(parseConfig("version: 1\nmirrors: []\n")).toEqual({
      config: {
        version: 1,
        entries: [],
        report: { comment: "on-pull-request", issue: "on-lasting-failure" },
        prune: { kind: "report" },
        pruneLimit: 10,
      },
      problems: [],
    });
  });
});
