import type { Search } from "../../config/config.ts";
import { compileGlob, isGlob } from "../../config/glob.ts";
import { compileRegex } from "../../config/regex.ts";
import { compileRange } from "../versions/compile-range.ts";
import type { KnownTag } from "../versions/group-aliases.ts";
import { NOT_NAMED, NOT_VERSION, OTHER_LINE, outside, PRERELEASE, type Reason } from "./reason.ts";

/** Undefined: the tag matches. `latest` is not looked at, which takes all that match. */
export type Test = (tag: KnownTag) => Reason | undefined;

/** Makes the test for a search. Throws as the parsers of patterns and ranges do, which a checked config never comes to. */
export function compileSearch(rule: Search): Test {
  switch (rule.kind) {
    case "glob":
      return testName(compileGlob(rule.pattern));
    case "regex":
      return testName(compileRegex(rule.pattern));
    case "semver":
      return testVersion(rule);
  }
}

function testName(matches: (name: string) => boolean): Test {
  return ({ name }) => (matches(name) ? undefined : NOT_NAMED);
}

function testVersion(rule: Search & { readonly kind: "semver" }): Test {
  const { holds } = compileRange(rule.range);
  const isOfLine = compileSuffix(rule.suffix);
  const isOutside = outside(rule);
  return ({ version }) => {
    if (!version) return NOT_VERSION;
    if (!isOfLine(version.suffix)) return OTHER_LINE;
    if (!holds(version)) return isOutside;
    return version.prerelease.length > 0 && !rule.prerelease ? PRERELEASE : undefined;
  };
}

/** Makes the test for the suffix of a line: a text, a glob, or undefined for none. */
export function compileSuffix(suffix: string | undefined): (of: string) => boolean {
  return suffix !== undefined && isGlob(suffix) ? compileGlob(suffix) : (of) => of === (suffix ?? "");
}
