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
  const source = textOf(item) === undefined ? fieldOf(item, "source") : item;
  const to = fieldOf(item, "to");
  const destination = to && readDestination(to, problems);
  const own = readSettings(item, problems);
  const reference = source && readReference(source, problems);
  if (!source || !reference) return;

  const tags = own.tags ?? impliedTags(source, reference, defaults);
  const settings = { ...defaults, ...own };
  const { exclude = [], platforms = "all", onChange = "replace", visibility, onDrift = "report" } = settings;
  if (own.tags) refuseSecondSelection(item, reference, problems);
  if (platforms !== "all") refuseBareDigest(source, reference, problems);
  refuseExcludedTags(tags, exclude, problems);
  return {
    source: { registry: reference.registry, repository: reference.repository },
    to: destination,
    selection: tags.map(({ meaning }) => meaning),
    exclude: exclude.map(({ meaning }) => meaning),
    platforms,
    onChange,
    visibility,
    onDrift,
    position: item.node.position,
  };
}

/** For an entry without `tags`: what its source names, or else the default's tags, or else `latest`. */
function impliedTags(source: Value, reference: Reference, defaults: Settings): readonly Placed<TagRule>[] {
  const { tag, digest } = reference;
  if (digest) return [{ meaning: { kind: "pinned", digest, ...(tag && { tag }) }, value: source }];
  if (tag) return [{ meaning: { kind: "exact", tag }, value: source }];
  return defaults.tags ?? [{ meaning: { kind: "exact", tag: "latest" }, value: source }];
}

function refuseSecondSelection(item: Value, { tag, digest }: Reference, problems: ProblemList): void {
  if (!tag && !digest) return;
  const named = tag ? `the tag ${quote(tag)}` : "a digest";
  const message = `\`source\` already names ${named}, so that \`tags\` contradicts it`;
  problems.add(fieldOf(item, "tags") ?? item, message, "keep one of the two");
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
    if (rule.kind === "glob" || rule.tag === undefined) continue;
    const pattern = filter(rule.tag);
    if (pattern === undefined) continue;
    const line = exclude.find(({ meaning }) => meaning === pattern)?.value.node.position.line;
    const message = `the tag ${quote(rule.tag)} is excluded by ${quote(pattern)} on line ${line}`;
    problems.add(value, message, "remove one of the two, or give the entry an `exclude` of its own");
  }
}
