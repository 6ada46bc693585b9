import Range from "semver/classes/range.js";
import { compareVersions } from "./compare-versions.ts";
import { identifiersOf } from "./parse-version.ts";
import type { Version } from "./version.ts";

/** What a range says of versions, whether they are prereleases or not. */
export interface VersionRange {
  /** Of a fourth number it knows nothing. */
  readonly holds: (version: Version) => boolean;
  /** Whether it holds any version below one that names fewer than three numbers: `1.17` below `>=1.17.5`. */
  readonly mayHold: (version: Version) => boolean;
}

interface Bound {
  readonly operator: string;
  readonly version: Version;
}

/**
 * Reads a range as node-semver has them (`>=1.17 <2`, `^1.2 || 3.x`). Throws `TypeError` where it is none. It is compared here, not there,
 * because tags have numbers that semver refuses, and to semver `rc10` is older than `rc2`.
 */
export function compileRange(range: string): VersionRange {
  const alternatives = new Range(range, { includePrerelease: true }).set.map((comparators) =>
    // What any version satisfies has no value, and no version to compare with.
    comparators
      .filter(({ value }) => value !== "")
      .map(
        ({ operator, semver }): Bound => ({
          operator,
          version: {
            numbers: [semver.major, semver.minor, semver.patch],
            prerelease: semver.prerelease.flatMap((part) =>
              typeof part === "number" ? part : identifiersOf(part),
            ),
            suffix: "",
          },
        }),
      ),
  );
  const some = (test: (bound: Bound) => boolean) => alternatives.some((bounds) => bounds.every(test));
  return {
    holds: (version) => {
      const three =
        version.numbers.length < 4 ? version : { ...version, numbers: version.numbers.slice(0, 3) };
      return some((bound) => satisfies(three, bound));
    },
    mayHold: (version) => {
      const { numbers } = version;
      const last = { ...version, numbers: [...numbers, Number.MAX_VALUE, Number.MAX_VALUE].slice(0, 3) };
      return some((bound) => reaches(version, last, bound));
    },
  };
}

function satisfies(version: Version, { operator, version: bound }: Bound): boolean {
  const order = compareVersions(version, bound);
  switch (operator) {
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    default:
      return order === 0;
  }
}

/** Whether some version from `first` to `last` satisfies the bound. */
function reaches(first: Version, last: Version, bound: Bound): boolean {
  if (bound.operator.startsWith(">")) return satisfies(last, bound);
  if (bound.operator.startsWith("<")) return satisfies(first, bound);
  return compareVersions(first, bound.version) <= 0 && compareVersions(last, bound.version) >= 0;
}
