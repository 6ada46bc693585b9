import type { Search } from "../../config/config.ts";
import { describeTagRule } from "../../config/describe-tag-rule.ts";
import type { KnownTag } from "../versions/group-aliases.ts";

/** Why a tag is not selected. */
export interface Reason {
  /** How near the tag came to being selected: of the reasons of several rules, the highest tells most. */
  readonly rank: number;
  /** For people, and the same for all tags that are left for it. */
  readonly why: string;
  /** What is to be said of this tag besides. */
  readonly detail?: (tag: KnownTag) => string;
}

export const NO_TAG: Reason = { rank: 0, why: "its name is no tag" };
export const NOT_NAMED: Reason = { rank: 1, why: "matches nothing" };
export const NOT_VERSION: Reason = { rank: 2, why: "not a version" };
export const OTHER_LINE: Reason = {
  rank: 3,
  why: "another line of versions",
  detail: ({ version }) => (version?.suffix ? `suffix ${version.suffix}` : "no suffix"),
};
export const PRERELEASE: Reason = { rank: 5, why: "a prerelease" };

/** The version is outside the range of the rule. */
export function outside({ range }: { readonly range: string }): Reason {
  return { rank: 4, why: `outside ${range}` };
}

/** The tag matches a rule that wants the newest only, and that cannot tell how old it is. */
export const UNORDERED: Reason = { rank: 6, why: "has no version to tell the newest by" };

/** The tag matches, but others are newer. */
export function notNewest(rule: Search): Reason {
  return { rank: 7, why: `not among the ${newestOf(rule)}` };
}

/** It is excluded by this tag or glob, whatever else is true of it. */
export function excludedBy(pattern: string): Reason {
  return { rank: 8, why: `excluded by ${pattern}` };
}

function newestOf(rule: Search): string {
  return `newest ${rule.latest} of ${describeTagRule({ ...rule, latest: undefined })}`;
}
