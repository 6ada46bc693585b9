import type { Entry } from "../../config/config.ts";
import { describeTagRule } from "../../config/describe-tag-rule.ts";
import { formatReference } from "../../oci/reference.ts";
import type { TagTable } from "../../oci/tag-facts.ts";
import { explainTags, type TagVerdict } from "../../plan/explain-tags.ts";
import { type Selection, selectTags } from "../../plan/select-tags.ts";
import type { ReportedError } from "../../reconcile/report.ts";

/** What an entry makes of the tags of its source. */
export interface EntryTags {
  /** Without tag. */
  readonly source: string;
  /** Of the config. Not given: there is none. */
  readonly line?: number;
  /** Tags that the source has. Not given: nobody asked, because the entry names its tags, or they could not be listed. */
  readonly available?: number;
  /** Each rule with the tags that it selects before any other does. */
  readonly rules: readonly RuleTags[];
  /** Why the other tags are not selected, as reports have it. */
  readonly left: Selection["left"];
  /** Every tag of the source. */
  readonly tags: readonly NamedVerdict[];
  /** Why the tags could not be listed. */
  readonly problem?: ReportedError;
}

export interface RuleTags {
  readonly rule: string;
  readonly tags: readonly string[];
  /** It is one tag, which the source does not have. */
  readonly isMissing?: true;
  /** It is a search that selects nothing. */
  readonly isIdle?: true;
}

/** A verdict with its rule as `describeTagRule` has it. */
export type NamedVerdict = Omit<TagVerdict, "rule"> & { readonly rule?: string };

/** What an entry makes of the tags of its source; undefined: they were not listed. */
export function entryTags(entry: Entry, available: TagTable | undefined): EntryTags {
  const source = formatReference(entry.source);
  if (!available) {
    const rules = entry.selection.map((rule) => ({ rule: describeTagRule(rule), tags: [] }));
    return { source, rules, left: [], tags: [] };
  }
  const verdicts = explainTags(entry, available);
  const { idle, left } = selectTags(entry, available);
  const tagsOf = Map.groupBy(verdicts, ({ rule }) => rule);
  return {
    source,
    available: available.size,
    rules: entry.selection.map((rule) => {
      const tags = (tagsOf.get(rule) ?? []).map(({ tag }) => tag);
      const isMissing = rule.kind === "exact" && !available.has(rule.tag);
      const isIdle = idle.some((one) => one === rule);
      return {
        rule: describeTagRule(rule),
        tags,
        ...(isMissing && { isMissing }),
        ...(isIdle && { isIdle }),
      };
    }),
    left,
    tags: verdicts.map(({ rule, ...verdict }) => ({
      ...verdict,
      ...(rule && { rule: describeTagRule(rule) }),
    })),
  };
}
