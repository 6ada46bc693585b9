import type { Entry, TagRule } from "../config.ts";
import { compileTagFilter } from "../tag-filter.ts";

/** Whether an entry already selects what a rule on the same source means: exact tags by itself or a glob, everything else by itself. */
export function covers({ selection, exclude }: Pick<Entry, "selection" | "exclude">, rule: TagRule): boolean {
  if (rule.kind !== "exact") return selection.some((one) => JSON.stringify(one) === JSON.stringify(rule));
  const patterns = selection.flatMap((one) => {
    if (one.kind === "pinned") return [];
    return one.kind === "glob" ? one.pattern : one.tag;
  });
  const isExcluded = compileTagFilter(exclude)(rule.tag) !== undefined;
  return !isExcluded && compileTagFilter(patterns)(rule.tag) !== undefined;
}
