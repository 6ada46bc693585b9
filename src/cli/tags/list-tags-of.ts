import { systemClock } from "../../oci/clock.ts";
import { formatReference, type Reference } from "../../oci/reference.ts";
import { directTables } from "../../reconcile/direct-tables.ts";
import { type Listing, listSource } from "../../reconcile/list-source.ts";
import type { Registries } from "../../reconcile/registries.ts";

/** Lists all tags of a repository. Never rejects. */
export type ListTagsOf = (source: Reference) => Promise<Listing>;

/** Lists as plans do, by tables where registries have them, and each repository once. */
export function listTagsOver(registries: Registries, signal: AbortSignal): ListTagsOf {
  const looks = directTables(registries, systemClock);
  const listings = new Map<string, Promise<Listing>>();
  return (source) => {
    const { registry, repository } = source;
    const name = formatReference({ registry, repository });
    const from = () => registries.get(registry).source(repository);
    const listing = listings.get(name) ?? listSource(from(), { isSearched: true, tags: 0 }, looks, signal);
    listings.set(name, listing);
    return listing;
  };
}
