import { expect, it } from "vitest";
import type { TagRule } from "../../src/config/config.ts";
import { describeTagRule } from "../../src/config/describe-tag-rule.ts";

const DIGEST = `sha256:${"a1".repeat(32)}` as const;
const latest = undefined;
const line = { prerelease: false, suffix: undefined, latest };

it.each<[described: string, rule: TagRule]>([
  ["1.18.3", { kind: "exact", tag: "1.18.3" }],
  [DIGEST, { kind: "pinned", digest: DIGEST }],
  [`7@${DIGEST}`, { kind: "pinned", tag: "7", digest: DIGEST }],
  ["1.1?.*", { kind: "glob", pattern: "1.1?.*", latest }],
  ["1.*, newest 3", { kind: "glob", pattern: "1.*", latest: 3 }],
  ["regex ^\\d+$", { kind: "regex", pattern: "^\\d+$", latest }],
  ["semver >=1.17 <2", { kind: "semver", range: ">=1.17 <2", ...line }],
  [
    "semver ^1 with -alpine*, prereleases too, newest 5",
    { kind: "semver", range: "^1", prerelease: true, suffix: "-alpine*", latest: 5 },
  ],
])("%s", (described, rule) => {
  expect(describeTagRule(rule)).toBe(described);
});
