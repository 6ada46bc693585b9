import type { TagRule } from "./config.ts";

/** A rule as people are told of it: `1.18.3`, `1.1?.*`, `regex \d+\.\d+, newest 3`, `semver >=1.17 <2 with -alpine*, newest 5`. */
export function describeTagRule(rule: TagRule): string {
  if (rule.kind === "exact") return rule.tag;
  if (rule.kind === "pinned") return [rule.tag, rule.digest].filter(Boolean).join("@");
  const newest = rule.latest === undefined ? "" : `, newest ${rule.latest}`;
  if (rule.kind === "glob") return `${rule.pattern}${newest}`;
  if (rule.kind === "regex") return `regex ${rule.pattern}${newest}`;
  const suffix = rule.suffix === undefined ? "" : ` with ${rule.suffix}`;
  const prerelease = rule.prerelease ? ", prereleases too" : "";
  return `semver ${rule.range}${suffix}${prerelease}${newest}`;
}
