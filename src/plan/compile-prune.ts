import type { Entry, Prune } from "../config/config.ts";
import { formatReference } from "../oci/reference.ts";
import { destinationOf, type Place } from "./destination.ts";

/** What a config says of images that it does not select any longer. */
export interface PruneRule {
  readonly prune: Prune;
  /** That says so. Undefined: no entry has that source any longer. */
  readonly entry: Entry | undefined;
  /** Whether an entry still goes from that source to that destination. */
  readonly goesThere: boolean;
}

/**
 * Finds what holds for an image, by the repositories that it came from and went to: the most careful word of the entries that go from the
 * one to the other; where none does, of those that have that source; where there is none, `gone`.
 */
export function compilePrune(
  entries: readonly Entry[],
  place: Place,
  gone: Prune,
): (from: string, to: string) => PruneRule {
  const bySource = Map.groupBy(entries, ({ source }) => formatReference(source));
  const known = new Map<string, PruneRule>();
  return (from, to) => {
    const key = `${from} ${to}`;
    const rule = known.get(key) ?? find(bySource.get(from) ?? [], to);
    known.set(key, rule);
    return rule;
  };

  function find(sharing: readonly Entry[], to: string): PruneRule {
    const there = sharing.filter((entry) => formatReference(destinationOf(entry, place)) === to);
    const goesThere = there.length > 0;
    const [entry] = (goesThere ? there : sharing).toSorted((a, b) => careOf(b.prune) - careOf(a.prune));
    return { prune: entry?.prune ?? gone, entry, goesThere };
  }
}

/** How much is kept: the longer, the more careful. What is told at least is the most of it, for then people can say otherwise. */
function careOf(prune: Prune): number {
  if (prune.kind === "report") return Number.POSITIVE_INFINITY;
  return prune.kind === "never" ? Number.MAX_VALUE : prune.after;
}
