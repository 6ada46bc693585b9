import { compareVersions } from "../versions/compare-versions.ts";
import type { KnownTag } from "../versions/group-aliases.ts";
import { type Version, versionKey } from "../versions/version.ts";

/**
 * The newest `count` versions among the tags, each with all tags that mean it: by name (`1.18` for 1.18.3, whatever the suffix), or by
 * digest where digests are known. Where most tags are no versions, the last pushed, if the registry says when each was. Other tags without
 * a version are not among them.
 */
export function newest(tags: readonly KnownTag[], count: number): ReadonlySet<KnownTag> {
  const versioned = tags.filter(({ version }) => version);
  const isByPush =
    versioned.length * 2 < tags.length && tags.every(({ facts }) => facts.pushedAt !== undefined);
  const groups = isByPush ? byPush(tags) : byVersion(versioned);
  const digests = new Set<string>();
  const kept = new Set<KnownTag>();
  let left = count;
  for (const group of groups) {
    const isAlias = group.some(({ facts }) => facts.digest && digests.has(facts.digest));
    if (!isAlias && left-- <= 0) break;
    for (const tag of group) {
      kept.add(tag);
      if (tag.facts.digest) digests.add(tag.facts.digest);
    }
  }
  for (const tag of tags) {
    if (tag.facts.digest && digests.has(tag.facts.digest)) kept.add(tag);
  }
  return kept;
}

/** The newest first. */
function byVersion(tags: readonly KnownTag[]): readonly (readonly KnownTag[])[] {
  const groups = new Map<string, { readonly version: Version; readonly tags: KnownTag[] }>();
  for (const tag of tags) {
    if (!tag.version) continue;
    const key = versionKey(tag.version);
    const group = groups.get(key);
    if (group) group.tags.push(tag);
    else groups.set(key, { version: tag.version, tags: [tag] });
  }
  return [...groups.values()].sort((a, b) => compareVersions(b.version, a.version)).map(({ tags }) => tags);
}

/** The last pushed first; of those pushed at once, the greater name. */
function byPush(tags: readonly KnownTag[]): readonly (readonly KnownTag[])[] {
  const pushed = ({ facts }: KnownTag) => facts.pushedAt ?? 0;
  return [...tags].sort((a, b) => pushed(b) - pushed(a) || (a.name < b.name ? 1 : -1)).map((tag) => [tag]);
}
