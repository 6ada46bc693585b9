import type { Identifier, Version } from "./version.ts";

const PARTS = 4;

/**
 * Negative where `a` is older than `b`, 0 where they are one version, of whatever line. Numbers that are not named are 0; prereleases go
 * before their version and are ordered as in semver 2.0.0, section 11.
 */
export function compareVersions(a: Version, b: Version): number {
  for (let part = 0; part < PARTS; part++) {
    const difference = (a.numbers[part] ?? 0) - (b.numbers[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return comparePrereleases(a.prerelease, b.prerelease);
}

function comparePrereleases(a: readonly Identifier[], b: readonly Identifier[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  for (const [at, one] of a.entries()) {
    const other = b[at];
    if (other === undefined) return 1;
    const difference = compareIdentifiers(one, other);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function compareIdentifiers(a: Identifier, b: Identifier): number {
  if (a === b) return 0;
  if (typeof a === typeof b) return a < b ? -1 : 1;
  return typeof a === "number" ? -1 : 1;
}
