import type { Entry, Prune } from "../config/config.ts";
import type { Digest } from "../oci/digest.ts";
import { formatReference, parseReference } from "../oci/reference.ts";
import { compilePrune, type PruneRule } from "./compile-prune.ts";
import type { Departed } from "./departed.ts";
import { destinationOf, type Place } from "./destination.ts";

/** What departures are found in. */
export interface DepartureGround {
  /** All entries of the config that write below the place. */
  readonly entries: readonly Entry[];
  readonly place: Place;
  /** Destinations that the config means now, as references are written, or that have vanished at their source. */
  readonly named: ReadonlySet<string>;
  /** Entries of which nobody knows now what they mean. */
  readonly unlisted: ReadonlySet<Entry>;
  /** All that was brought. */
  readonly brought: readonly {
    readonly source: string;
    readonly destination: string;
    readonly digest: Digest;
  }[];
  /** Of images whose entry is gone. */
  readonly prune: Prune;
}

/**
 * What was brought below the place, and is not meant any longer, unless nobody is to be told (`prune: never`). Where an entry could not
 * be listed, nothing that is at its destination has departed. An image without a tag is told, and never deleted.
 */
export function findDeparted({ place, ...ground }: DepartureGround): readonly Departed[] {
  const { entries, named, unlisted, brought, prune } = ground;
  const below = `${place.registry}/${place.owner.toLowerCase()}/`;
  const ruleOf = compilePrune(entries, place, prune);
  const unknown = new Set([...unlisted].map((entry) => formatReference(destinationOf(entry, place))));
  return brought.flatMap(({ source, destination, digest }): readonly Departed[] => {
    if (named.has(destination) || !destination.startsWith(below)) return [];
    const { tag, ...name } = parseReference(destination);
    const repository = formatReference({ registry: name.registry, repository: name.repository });
    if (unknown.has(repository)) return [];
    const rule = ruleOf(repositoryOf(source), repository);
    const { entry, prune: meant } = rule;
    if (meant.kind === "never") return [];
    const isDeletable = meant.kind === "delete" && tag !== undefined;
    return [
      {
        source,
        destination,
        digest,
        ...(entry && { line: entry.position.line }),
        ...(isDeletable && { deleteAfter: meant.after }),
        why: whyDeparted(rule),
      },
    ];
  });
}

function whyDeparted({ entry, goesThere }: PruneRule): string {
  if (!entry) return "its entry is gone";
  return goesThere ? "tags no longer match" : "its entry goes elsewhere now";
}

function repositoryOf(reference: string): string {
  const { registry, repository } = parseReference(reference);
  return formatReference({ registry, repository });
}
