import type { Entry } from "../config/config.ts";
import { formatReference } from "../oci/reference.ts";
import type { TagTable } from "../oci/tag-facts.ts";
import { compileEntry } from "./compile-entry.ts";
import { type Desired, desiredImages } from "./desired.ts";
import { destinationOf, type Place } from "./destination.ts";

/** An image that its source no longer has, and that the entry would select. */
export interface Vanished<B> {
  readonly desired: Desired;
  /** What was brought. */
  readonly brought: B;
}

/**
 * Those of the images brought from the source of an entry to where it writes whose tags it means, and the list of the source's tags
 * lacks. References are as they are in reports.
 */
export function findVanished<B extends { readonly source: string; readonly destination: string }>(
  entry: Entry,
  place: Place,
  available: TagTable,
  brought: readonly B[],
): readonly Vanished<B>[] {
  const from = `${formatReference(entry.source)}:`;
  const to = `${formatReference(destinationOf(entry, place))}:`;
  const isMeant = compileEntry(entry);
  return brought.flatMap((one) => {
    if (!one.destination.startsWith(to)) return [];
    const tag = one.destination.slice(to.length);
    if (one.source !== from + tag || available.has(tag) || !isMeant(tag)) return [];
    return desiredImages(entry, [{ tag }], place).map((desired) => ({ desired, brought: one }));
  });
}
