import type { Entry, Search, TagRule } from "../../config/config.ts";
import { compileTagFilter } from "../../config/tag-filter.ts";
import { isTag } from "../../oci/reference.ts";
import type { TagTable } from "../../oci/tag-facts.ts";
import { groupAliases, type KnownTag } from "../versions/group-aliases.ts";
import { compileSearch } from "./compile-search.ts";
import { isSearch } from "./is-search.ts";
import { newest } from "./newest.ts";
import { excludedBy, NO_TAG, NOT_NAMED, notNewest, type Reason, UNORDERED } from "./reason.ts";

/** What the rules of an entry make of the tags of its source. */
export interface Judgement {
  /** In the order of the list. */
  readonly tags: readonly KnownTag[];
  /** The first rule for each tag or bare digest that is selected, in the order of the rules and then of the list. */
  readonly selected: ReadonlyMap<string, TagRule>;
  /** Searches that select nothing, not even what another rule selects, too. */
  readonly idle: readonly Search[];
  /** Of each tag in the list that nothing selects; of the reasons of several rules, the one that tells most. */
  readonly reasons: ReadonlyMap<KnownTag, Reason>;
}

/** Holds every tag that is not excluded against every search, once. */
export function judgeTags(
  { selection, exclude }: Pick<Entry, "selection" | "exclude">,
  available: TagTable,
): Judgement {
  const tags = groupAliases(available);
  const patternOf = compileTagFilter(exclude);
  const reasons = refuseTags(tags, exclude, patternOf);
  const candidates = tags.filter((tag) => reasons.get(tag) === NOT_NAMED);
  const leave = (tag: KnownTag, reason: Reason) => {
    if (reason.rank > (reasons.get(tag)?.rank ?? 0)) reasons.set(tag, reason);
  };

  const selected = new Map<string, TagRule>();
  const idle: Search[] = [];
  for (const rule of selection) {
    const names = isSearch(rule)
      ? search(rule, candidates, leave).map(({ name }) => name)
      : [nameOf(rule)].filter((name) => patternOf(name) === undefined);
    if (isSearch(rule) && names.length === 0) idle.push(rule);
    for (const name of names) if (!selected.has(name)) selected.set(name, rule);
  }
  for (const tag of candidates) if (selected.has(tag.name)) reasons.delete(tag);
  return { tags, selected, idle, reasons };
}

function nameOf(rule: Exclude<TagRule, Search>): string {
  return rule.kind === "exact" ? rule.tag : (rule.tag ?? rule.digest);
}

/**
 * Why no rule can select a tag, or, for now, that none names it. The list is the registry's word: what is no tag must not get into the path
 * of a request.
 */
function refuseTags(
  tags: readonly KnownTag[],
  exclude: readonly string[],
  patternOf: (name: string) => string | undefined,
): Map<KnownTag, Reason> {
  const exclusions = new Map(exclude.map((pattern) => [pattern, excludedBy(pattern)]));
  return new Map(
    tags.map((tag) => {
      if (!isTag(tag.name)) return [tag, NO_TAG];
      return [tag, exclusions.get(patternOf(tag.name) ?? "") ?? NOT_NAMED];
    }),
  );
}

function search(
  rule: Search,
  tags: readonly KnownTag[],
  leave: (tag: KnownTag, reason: Reason) => void,
): readonly KnownTag[] {
  const test = compileSearch(rule);
  const matching = tags.filter((tag) => {
    const reason = test(tag);
    if (reason) leave(tag, reason);
    return !reason;
  });
  if (rule.latest === undefined) return matching;
  const kept = newest(matching, rule.latest);
  const older = notNewest(rule);
  return matching.filter((tag) => {
    if (!kept.has(tag)) leave(tag, tag.version ? older : UNORDERED);
    return kept.has(tag);
  });
}
