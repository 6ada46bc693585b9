import type { TagRule } from "./config.ts";
import { isGlob } from "./glob.ts";
import { LIMITS } from "./limits.ts";
import { measureRegex } from "./measure-regex.ts";
import type { Placed } from "./placed.ts";
import type { ProblemList } from "./problem-list.ts";
import { readSearch } from "./read-search.ts";
import { readTag } from "./read-tag.ts";
import { fieldOf, itemsOf, textOf, type Value } from "./value.ts";

/** Reads the list `tags`: strings are tags or globs, mappings are rules. Searches are counted before any is compiled. */
export function readTagRules(list: Value, problems: ProblemList): readonly Placed<TagRule>[] {
  const items = itemsOf(list).slice(0, LIMITS.tags);
  const searches = items.filter((item) => item.node.kind === "mapping" || isGlob(textOf(item) ?? ""));
  if (refuseTooMany(list, searches.length, "globs, regular expressions and ranges", problems)) return [];
  if (refuseTooLong(list, searches, problems)) return [];
  return readItems(list, (item) =>
    item.node.kind === "mapping" ? readSearch(item, problems) : toRule(readTag(item, problems)),
  );
}

/** Reads the list `exclude` of tags and globs. */
export function readExclude(list: Value, problems: ProblemList): readonly Placed<string>[] {
  const tags = readItems(list, (item) => readTag(item, problems));
  const globs = tags.filter(({ meaning }) => isGlob(meaning));
  return refuseTooMany(list, globs.length, "globs", problems) ? [] : tags;
}

function readItems<T>(list: Value, read: (item: Value) => T | undefined): readonly Placed<T>[] {
  // A list that is too long has its problem already.
  return itemsOf(list)
    .slice(0, LIMITS.tags)
    .flatMap((value) => {
      const meaning = read(value);
      return meaning === undefined ? [] : [{ meaning, value }];
    });
}

function toRule(text: string | undefined): TagRule | undefined {
  if (text === undefined) return;
  return isGlob(text) ? { kind: "glob", pattern: text, latest: undefined } : { kind: "exact", tag: text };
}

function refuseTooMany(list: Value, count: number, what: string, problems: ProblemList): boolean {
  if (count <= LIMITS.searches) return false;
  problems.add(list, `this list has ${count} ${what}; at most ${LIMITS.searches} are allowed`);
  return true;
}

function refuseTooLong(list: Value, searches: readonly Value[], problems: ProblemList): boolean {
  // One that is too long has a problem of its own.
  const sizes = searches.map((item) =>
    measureRegex((textOf(fieldOf(item, "regex")) ?? "").slice(0, LIMITS.regexLength)),
  );
  const steps = sizes.reduce((sum, one) => sum + one, 0);
  // Of one alone, its own problem tells.
  if (steps <= LIMITS.regexSteps || sizes.includes(steps)) return false;
  const message = `the regular expressions of this list have ${steps} steps together; at most ${LIMITS.regexSteps} are allowed`;
  problems.add(list, message, "a repetition such as {1,100} counts as often as it may repeat");
  return true;
}
