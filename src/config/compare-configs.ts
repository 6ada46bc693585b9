import type { Config, Entry } from "./config.ts";
import { placeOf } from "./place-of.ts";

/** How the entries of a config differ from those that were there before. */
export interface ConfigDifference {
  /** The later ones of these three, in their order. */
  readonly added: readonly Entry[];
  readonly changed: readonly Entry[];
  readonly same: readonly Entry[];
  /** The earlier ones, in their order. */
  readonly removed: readonly Entry[];
}

/**
 * Compares what two configs mirror; undefined is one with no entries. Entries belong together by source and destination. One is the same
 * when it says the same, wherever in the file; which of several of one source and destination have changed is told by their order.
 */
export function compareConfigs(before: Config | undefined, after: Config | undefined): ConfigDifference {
  const gone = new Set(before?.entries);
  const fresh = new Set(after?.entries);
  const same = pairUp(gone, fresh, meaningOf);
  const changed = pairUp(gone, fresh, placeOf);
  return { added: [...fresh], changed, same, removed: [...gone] };
}

/** Takes pairs with the same key out of both sets, and gives the later one of each. */
function pairUp(gone: Set<Entry>, fresh: Set<Entry>, keyOf: (entry: Entry) => string): readonly Entry[] {
  const waiting = Map.groupBy(gone, keyOf);
  return [...fresh].filter((entry) => {
    const partner = waiting.get(keyOf(entry))?.shift();
    if (!partner) return false;
    gone.delete(partner);
    return fresh.delete(entry);
  });
}

/** All that an entry says. `to: redis` says nothing more where the source is called so. */
function meaningOf(entry: Entry): string {
  const { source: _source, to: _to, position: _position, ...rest } = entry;
  return JSON.stringify([placeOf(entry), Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
