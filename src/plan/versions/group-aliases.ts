import type { TagFacts, TagTable } from "../../oci/tag-facts.ts";
import { compareVersions } from "./compare-versions.ts";
import { parseVersion } from "./parse-version.ts";
import type { Version } from "./version.ts";

/** A tag of a source, and what is to be known of it to select it. */
export interface KnownTag {
  readonly name: string;
  readonly facts: TagFacts;
  /** That of its name, or where it is an alias that of the tag which it stands for. */
  readonly version?: Version;
  /** The tag whose version it goes by: `1.18.3` of `1.18`. */
  readonly aliasOf?: string;
}

/** A tag that has its version from its own name. */
type Versioned = KnownTag & { readonly version: Version };

/** Only names with fewer numbers may be aliases. */
const FULL = 3;

/**
 * The tags with their versions. One that names one or two numbers (`1`, `1.18`, `1.18-alpine`, `1.18-rc`) stands for a longer one of its line
 * that begins with them: the one with its digest, or the newest where digests are not known. Where none has its digest it is a version by
 * itself. The order is kept.
 */
export function groupAliases(available: TagTable): readonly KnownTag[] {
  const tags = [...available].map(([name, facts]): KnownTag => {
    const version = parseVersion(name);
    return version ? { name, facts, version } : { name, facts };
  });
  const versioned = tags.filter((tag): tag is Versioned => tag.version !== undefined);
  const newest = new Map<string, Versioned>();
  const keep = (key: string, tag: Versioned) => {
    const other = newest.get(key);
    if (!other || compareVersions(tag.version, other.version) > 0) newest.set(key, tag);
  };

  const aliases = new Map<string, Versioned>();
  for (const tag of versioned.toSorted(shortestLast)) {
    const { numbers, prerelease } = tag.version;
    const target = mayBeAlias(tag) ? targetOf(tag, newest) : undefined;
    if (target) aliases.set(tag.name, target);
    // What stands for others is none that others stand for; `8.0-rc` stands for 8.0-rc1, too.
    const longest = Math.min(prerelease.length > 1 ? numbers.length : numbers.length - 1, FULL - 1);
    for (let length = target ? 0 : longest; length > 0; length--) {
      const key = lineKey(tag, length);
      keep(key, tag);
      if (tag.facts.digest) keep(`${key} ${tag.facts.digest}`, tag);
    }
  }
  return tags.map((tag) => {
    const target = aliases.get(tag.name);
    return target ? { ...tag, version: target.version, aliasOf: target.name } : tag;
  });
}

/** Those with most numbers first; of those with as many, a prerelease without a number (`8.0-rc`) last. */
function shortestLast({ version: a }: Versioned, { version: b }: Versioned): number {
  return b.numbers.length - a.numbers.length || Number(isFloating(a)) - Number(isFloating(b));
}

function isFloating({ prerelease }: Version): boolean {
  return prerelease.length === 1;
}

/** A numbered prerelease (`1.18-rc1`) says itself what it is. */
function mayBeAlias({ version }: Versioned): boolean {
  return version.numbers.length < FULL && version.prerelease.length <= 1;
}

/** What the name of a tag with fewer numbers stands for. */
function targetOf(tag: Versioned, newest: ReadonlyMap<string, Versioned>): Versioned | undefined {
  const { numbers } = tag.version;
  const key = lineKey(tag, numbers.length);
  const byName = newest.get(key);
  const { digest } = tag.facts;
  if (!byName || !digest || !byName.facts.digest) return byName;
  return newest.get(`${key} ${digest}`);
}

/** Of a tag as one that begins with the first `length` numbers. */
function lineKey({ version }: Versioned, length: number): string {
  const { numbers, prerelease, suffix } = version;
  return `${numbers.slice(0, length).join(".")}${prerelease.length > 0 ? " pre" : ""} ${suffix}`;
}
