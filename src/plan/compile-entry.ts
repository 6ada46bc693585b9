import type { Entry, Search } from "../config/config.ts";
import { compileTagFilter } from "../config/tag-filter.ts";
import { compileSearch, compileSuffix } from "./selection/compile-search.ts";
import { isSearch } from "./selection/is-search.ts";
import { compileRange } from "./versions/compile-range.ts";
import { parseVersion } from "./versions/parse-version.ts";

/**
 * Makes a test for whether an entry may mean a tag, as far as its name tells: it satisfies a rule, and nothing excludes it. `latest` is
 * left aside, and a tag like `1.17` satisfies a range that holds any version below it. A pinned digest says nothing of what its tag points at.
 */
export function compileEntry({
  selection,
  exclude,
}: Pick<Entry, "selection" | "exclude">): (tag: string) => boolean {
  const excludedBy = compileTagFilter(exclude);
  const exact = new Set(selection.flatMap((rule) => (rule.kind === "exact" ? [rule.tag] : [])));
  const searches = selection.filter(isSearch).map(compileName);
  return (tag) =>
    excludedBy(tag) === undefined && (exact.has(tag) || searches.some((matches) => matches(tag)));
}

function compileName(rule: Search): (tag: string) => boolean {
  if (rule.kind !== "semver") {
    const test = compileSearch(rule);
    return (name) => test({ name, facts: {} }) === undefined;
  }
  const { mayHold } = compileRange(rule.range);
  const isOfLine = compileSuffix(rule.suffix);
  return (name) => {
    const version = parseVersion(name);
    if (!version || !isOfLine(version.suffix)) return false;
    return mayHold(version) && (rule.prerelease || version.prerelease.length === 0);
  };
}
