import type { Reference } from "../oci/reference.ts";
import type { Entry, TagRule } from "./config.ts";

import type { ProblemList } from "./problem-list.ts";
import { quote } from "./quote.ts";
import { readDestination } from "./read-destination.ts";
import { readReference } from "./read-reference.ts";
import { type Placed, readSettings, type Settings } from "./read-settings.ts";
import { compileTagFilter } from "./tag-filter.ts";
import { fieldOf, textOf, type Value } from "./value.ts";

/**
 * Reads one item of `mirrors`, short or long, and reports where it contradicts itself. A setting of its own replaces
 * the default as a whole. Undefined where it has no usable source.
 */
export function readEntry(item: Value, defaults: Settings, problems: ProblemList): Entry | undefined {
  const sourceValue = textOf(item) === undefined ? fieldOf(item, "source") : item;
  const to = fieldOf(item, "to");
  const destination = to && readDestination(to, problems);
  const own = readSettings(item, problems);
  const reference = sourceValue && readReference(sourceValue, problems);
  if (!sourceValue || !reference) return;

  const { registry, repository } = reference;
  const named = ruleOf(reference);
  if (named && own.tags) refuseTwoSelections(item, reference, problems);
  const implied: Placed<TagRule> = { meaning: named ?? { kind: "exact", tag: "latest" }, value: sourceValue };
  const tags = own.tags ?? (named ? [implied] : (defaults.tags ?? [implied]));
  const { exclude = [], platforms = "all", onChange = "replace" } = { ...defaults, ...own };
  refuseExcludedTags(tags, exclude, problems);
  if (platforms !== "all" && reference.digest && !reference.tag) {
    const hint = "add a tag (name:tag@sha256:…), or set `platforms: all` for this entry";
    const message =
      "an image with fewer platforms has another digest, so that it cannot be stored under this one";
    problems.add(sourceValue, message, hint);
  }
  return {
    source: { registry, repository },
    to: destination,
    selection: tags.map(({ meaning }) => meaning),
    exclude: exclude.map(({ meaning }) => meaning),
    platforms,
    onChange,
    position: item.node.position,
  };
}

/** What the source itself selects; undefined for a repository. */
function ruleOf({ tag, digest }: Reference): TagRule | undefined {
  if (digest) return { kind: "pinned", digest, ...(tag && { tag }) };
  return tag === undefined ? undefined : { kind: "exact", tag };
}

function refuseTwoSelections(item: Value, { tag, digest }: Reference, problems: ProblemList): void {
  const named = tag ? `the tag ${quote(tag)}` : `the digest ${digest}`;
  const message = `\`source\` names ${named} already, so that \`tags\` contradicts it`;
  problems.add(fieldOf(item, "tags") ?? item, message, "keep one of the two");
}

function refuseExcludedTags(
  tags: readonly Placed<TagRule>[],
  exclude: readonly Placed<string>[],
  problems: ProblemList,
): void {
  const filter = compileTagFilter(exclude.map(({ meaning }) => meaning));
  for (const { meaning: rule, value } of tags) {
    const tag = rule.kind === "glob" ? undefined : rule.tag;
    const pattern = tag === undefined ? undefined : filter(tag);
    const excluded = exclude.find(({ meaning }) => meaning === pattern);
    if (tag === undefined || !excluded) continue;
    const by = `${quote(excluded.meaning)} on line ${excluded.value.node.position.line}`;
    const hint = "remove one of the two, or give the entry an `exclude` of its own";
    problems.add(value, `the tag ${quote(tag)} is excluded by ${by}`, hint);
  }
}
