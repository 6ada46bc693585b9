import type { Reference } from "../oci/reference.ts";
import type { OnChange, TagRule } from "./config.ts";
import type { Placed } from "./placed.ts";
import type { ProblemList } from "./problem-list.ts";
import { quote } from "./quote.ts";
import type { Settings } from "./read-settings.ts";
import { compileTagFilter } from "./tag-filter.ts";
import type { Value } from "./value.ts";

/** What an entry means, and where it says so. */
export interface Said {
  /** Where the source stands. */
  readonly source: Value;
  readonly reference: Reference;
  /** What stands in the entry itself. */
  readonly own: Settings;
  /** The same with the defaults. */
  readonly settings: Settings;
  readonly tags: readonly Placed<TagRule>[];
}

/** Adds a problem for everything in an entry that contradicts something else that holds for it. */
export function refuseContradictions(
  { source, reference, own, settings, tags }: Said,
  problems: ProblemList,
): void {
  if (own.tagList) refuseSecondSelection(own.tagList, reference, problems);
  if (own.minAge?.meaning) refuseAgeOfPinned(own.minAge.value, source, reference, problems);
  if ((settings.platforms ?? "all") !== "all") refuseBareDigest(source, reference, problems);
  refuseExcludedTags(tags, settings.exclude ?? [], problems);
  if (own.keepBackups) refuseNoBackups(own.keepBackups, settings.onChange, problems);
}

/** Adds a problem where backups are counted and none are made. No `onChange` is `replace`. */
export function refuseNoBackups(
  { value }: Placed<number>,
  onChange: Placed<OnChange> | undefined,
  problems: ProblemList,
): void {
  if (onChange?.meaning === "backup") return;
  const chosen = onChange
    ? `\`on-change\` on line ${onChange.value.node.position.line} is \`${onChange.meaning}\``
    : "`on-change` is not set, which is `replace`";
  const message = `\`keep-backups\` counts what \`on-change: backup\` keeps, and ${chosen}`;
  problems.add(value, message, "set `on-change: backup`, or remove `keep-backups`");
}

function refuseSecondSelection(list: Value, { tag, digest }: Reference, problems: ProblemList): void {
  if (!tag && !digest) return;
  const named = tag ? `the tag ${quote(tag)}` : "a digest";
  const message = `\`source\` already names ${named}, so that \`tags\` contradicts it`;
  problems.add(list, message, "keep one of the two");
}

function refuseAgeOfPinned(age: Value, source: Value, { digest }: Reference, problems: ProblemList): void {
  if (!digest) return;
  const line = source.node.position.line;
  const message = `\`min-age\` waits until a tag has settled, and the \`source\` on line ${line} is pinned to a digest`;
  problems.add(age, message, "remove `min-age`, or the digest");
}

function refuseBareDigest(source: Value, { tag, digest }: Reference, problems: ProblemList): void {
  if (tag || !digest) return;
  const message = "an image with fewer platforms has a digest of its own, so that it cannot go by this one";
  problems.add(source, message, "add a tag (name:tag@sha256:…), or write `platforms: all` in this entry");
}

function refuseExcludedTags(
  tags: readonly Placed<TagRule>[],
  exclude: readonly Placed<string>[],
  problems: ProblemList,
): void {
  const filter = compileTagFilter(exclude.map(({ meaning }) => meaning));
  for (const { meaning: rule, value } of tags) {
    const tag = rule.kind === "exact" || rule.kind === "pinned" ? rule.tag : undefined;
    const pattern = tag === undefined ? undefined : filter(tag);
    if (tag === undefined || pattern === undefined) continue;
    const line = exclude.find(({ meaning }) => meaning === pattern)?.value.node.position.line;
    const message = `the tag ${quote(tag)} is excluded by ${quote(pattern)} on line ${line}`;
    problems.add(value, message, "remove one of the two, or give the entry an `exclude` of its own");
  }
}
