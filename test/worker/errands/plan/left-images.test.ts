import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../../src/config/parse-config.ts";
import { leftImages, leftNames } from "../../../../src/worker/errands/plan/left-images.ts";

const place = { registry: "ghcr.io", owner: "Acme" };

function config(...entries: readonly string[]) {
  const { config, problems } = parseConfig(
    [
      "version: 1",
      `mirrors:${entries.length > 0 ? "" : " []"}`,
      ...entries.map((entry) => `  - ${entry}`),
    ].join("\n"),
  );
  if (!config) throw new Error(JSON.stringify(problems));
  return config;
}

const DIGEST = `sha256:${"a".repeat(64)}`;
const redis = (tag: string) => ({
  source: `docker.io/library/redis:${tag}`,
  destination: `ghcr.io/acme/redis:${tag}`,
});
const pinned = { source: `docker.io/library/redis@${DIGEST}`, destination: `ghcr.io/acme/redis@${DIGEST}` };
const GLOB = '{ source: docker.io/library/redis, tags: ["7.*"], exclude: ["*-rc"] }';

const RANGE = "{ source: docker.io/library/redis, tags: [{ semver: 7.x, suffix: -alpine, latest: 2 }] }";
const REGEX = "{ source: docker.io/library/redis, tags: [{ regex: '7\\.\\d' }] }";

describe("leftImages", () => {
  it.each([
    ["an entry that is gone", ["redis:7"], [], [redis("7")], [redis("7")]],
    ["an entry that stays", ["redis:7"], ["redis:7"], [redis("7")], []],
    ["another tag", ["redis:7"], ["redis:8"], [redis("7"), redis("8")], [redis("7")]],
    ["another destination", ["redis:7"], ["{ source: redis:7, to: cache }"], [redis("7")], [redis("7")]],
    ["an image that the config did not name", ["redis:7"], [], [redis("8")], []],
    ["a glob that is gone", [GLOB], [], [redis("7.1"), redis("8.1")], [redis("7.1")]],
    ["what a glob excluded", [GLOB], [], [redis("7.1-rc")], []],
    ["a tag that a glob takes over", ["redis:7.1"], [GLOB], [redis("7.1")], []],
    [
      "a range that is gone, whatever was the newest of it",
      [RANGE],
      [],
      [redis("7.1-alpine"), redis("7.2"), redis("8.1-alpine")],
      [redis("7.1-alpine")],
    ],
    [
      "a regular expression in the place of a glob",
      [GLOB],
      [REGEX],
      [redis("7.1"), redis("7.10")],
      [redis("7.10")],
    ],
    ["a digest", [`redis@${DIGEST}`], ["redis:7"], [pinned], [pinned]],
    ["no config before", undefined, ["redis:8"], [redis("7")], []],
  ])("%s", (_what, before, after, images, left) => {
    const configs = { before: before && config(...before), after: config(...after) };
    expect(leftImages(images, configs, place)).toEqual(left);
  });
});

describe("leftNames", () => {
  it("says what a config named, and names no longer", () => {
    const before = config("redis:7", GLOB, `{ source: "redis:6@${DIGEST}", to: old }`);
    expect(leftNames({ before, after: config("redis:7") }, place)).toEqual([
      { source: "docker.io/library/redis:7.*", destination: "ghcr.io/acme/redis:7.*" },
      { source: `docker.io/library/redis:6@${DIGEST}`, destination: "ghcr.io/acme/old:6" },
    ]);
  });
});
