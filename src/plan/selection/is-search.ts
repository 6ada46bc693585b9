import type { Search, TagRule } from "../../config/config.ts";

/** Whether a list of tags must be asked what a rule means. */
export function isSearch(rule: TagRule): rule is Search {
  return rule.kind !== "exact" && rule.kind !== "pinned";
}
