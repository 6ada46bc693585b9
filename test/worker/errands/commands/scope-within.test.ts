import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../../src/config/parse-config.ts";
import { scopeWithin } from "../../../../src/worker/errands/commands/scope-within.ts";

const PINNED = `sha256:${"a".repeat(64)}`;
const ENTRIES =
  parseConfig(
    [
      "version: 1",
      "mirrors:",
      "  - docker.io/library/redis:7",
      '  - { source: docker.io/library/vault, tags: ["1.18", "1.17*"] }',
      `  - quay.io/x/y@${PINNED}`,
    ].join("\n"),
  ).config?.entries ?? [];
const RANGES =
  parseConfig(
    "version: 1\nmirrors:\n  - { source: docker.io/library/redis, tags: [{ semver: ^7, latest: 1 }, { regex: 6.+ }] }",
  ).config?.entries ?? [];
const [REDIS, VAULT] = ["docker.io/library/redis:7", "docker.io/library/vault"];
const ALL = [REDIS, `${VAULT}:1.18`, `${VAULT}:1.17*`, `quay.io/x/y@${PINNED}`];

describe("scopeWithin", () => {
  it.each([
    [[], ALL],
    [["*"], ALL],
    [["*/redis[:@]*"], [REDIS]],
    [["*/redis:7"], [REDIS]],
    [["*/redis:8"], []],
    [["*/vault[:@]*"], [`${VAULT}:1.18`, `${VAULT}:1.17*`]],
    [["*/vault:*"], [`${VAULT}:1.18`, `${VAULT}:1.17*`]],
    [["*/vault:1.18"], [`${VAULT}:1.18`]],
    [["*/vault:1.17.2"], [`${VAULT}:1.17.2`]],
    [["*/vault:1.17.*"], [`${VAULT}:1.17.*`]],
    [["*/vault:2"], []],
    [
      ["*/vault:1.17.2", "*/redis[:@]*"],
      [REDIS, `${VAULT}:1.17.2`],
    ],
    [["quay.io/*[:@]*"], [`quay.io/x/y@${PINNED}`]],
    [["*/mysql[:@]*"], []],
  ])("%j", (images, expected) => {
    expect(scopeWithin(ENTRIES, images)).toEqual(expected);
  });

  it.each([
    [["*"], ["docker.io/library/redis:*"]],
    [["*/redis:7.2"], [`docker.io/library/redis:7.2`]],
    [["*/redis:6.2"], [`docker.io/library/redis:6.2`]],
    [["*/redis:6.*"], [`docker.io/library/redis:6.*`]],
    [["*/redis:5"], []],
  ])("%j of ranges and regular expressions", (images, expected) => {
    expect(scopeWithin(RANGES, images)).toEqual(expected);
  });
});
