import type { Entry, TagRule } from "../config.ts";
import { compileGlob } from "../glob.ts";
import { compileRegex } from "../regex.ts";
import { compileTagFilter } from "../tag-filter.ts";

/**
 * Whether an entry already selects what a rule on the same source means: exact tags by itself or a pattern, everything else by itself. What
 * takes a list of tags to know, a range and the newest of something, does not count.
 */
export function covers({ selection, exclude }: Pick<Entry, "selection" | "exclude">, rule: TagRule): boolean {
  if (rule.kind !== "exact") return selection.some((one) => JSON.stringify(one) === JSON.stringify(rule));
  const isExcluded = compileTagFilter(exclude)(rule.tag) !== undefined;
  return !isExcluded && selection.some((one) => surelySelects(one, rule.tag));
}

function surelySelects(rule: TagRule, tag: string): boolean {
  if (rule.kind === "exact") return rule.tag === tag;
  if (rule.kind === "pinned" || rule.kind === "semver" || rule.latest !== undefined) return false;
  return rule.kind === "glob" ? compileGlob(rule.pattern)(tag) : compileRegex(rule.pattern)(tag);
}
