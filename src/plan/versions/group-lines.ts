import type { TagTable } from "../../oci/tag-facts.ts";
import { compareVersions } from "./compare-versions.ts";
import { groupAliases, type KnownTag } from "./group-aliases.ts";
import { type Version, versionKey } from "./version.ts";

/** The tags whose versions share a suffix. */
export interface VersionLine {
  /** Empty: none. */
  readonly suffix: string;
  readonly tags: number;
  /** Names of its versions, the newest first; of several names of one, that which says most. Prereleases are not among them. */
  readonly versions: readonly string[];
  /** Names of its prereleases, likewise. */
  readonly prereleases: readonly string[];
}

/** What a source has, sorted for a person who is to choose. */
export interface VersionLines {
  /** That without a suffix first, then those with most versions. */
  readonly lines: readonly VersionLine[];
  /** Tags that are no versions, in the order of the list. */
  readonly others: readonly string[];
}

type Versioned = KnownTag & { readonly version: Version };

/** Sorts the tags of a source into lines of versions. */
export function groupLines(available: TagTable): VersionLines {
  const tags = groupAliases(available);
  const versioned = tags.filter((tag): tag is Versioned => tag.version !== undefined);
  const lines = [...Map.groupBy(versioned, ({ version }) => version.suffix)].map(([suffix, of]) => {
    const names = namesOfVersions(of);
    return {
      suffix,
      tags: of.length,
      versions: names.filter(({ version }) => version.prerelease.length === 0).map(({ name }) => name),
      prereleases: names.filter(({ version }) => version.prerelease.length > 0).map(({ name }) => name),
    };
  });
  return {
    lines: lines.sort(
      (a, b) =>
        Number(b.suffix === "") - Number(a.suffix === "") ||
        b.versions.length - a.versions.length ||
        b.tags - a.tags ||
        (a.suffix < b.suffix ? -1 : 1),
    ),
    others: tags.filter(({ version }) => !version).map(({ name }) => name),
  };
}

/** One tag for each version, the newest first. */
function namesOfVersions(tags: readonly Versioned[]): readonly Versioned[] {
  const own = tags.filter(({ aliasOf }) => aliasOf === undefined);
  const first = new Map<string, Versioned>();
  for (const tag of own) {
    const key = versionKey(tag.version);
    const other = first.get(key);
    if (!other || tag.version.numbers.length > other.version.numbers.length) first.set(key, tag);
  }
  return [...first.values()].sort((a, b) => compareVersions(b.version, a.version));
}
