import type { Entry, OnChange } from "../config/config.ts";
import type { Reference } from "../oci/reference.ts";
import { destinationOf, type Place } from "./destination.ts";
import type { PlanProblem } from "./plan-problem.ts";
import type { SelectedImage } from "./select-tags.ts";

/** One image as the config wants it: this content there. */
export interface Desired {
  readonly source: Reference;
  /** By tag; by digest only where the entry names no tag. */
  readonly destination: Reference;
  readonly platforms: Entry["platforms"];
  readonly onChange: OnChange;
  readonly entry: Entry;
  /** Why it must not be tried. Such an image need not be observed. */
  readonly blocked?: PlanProblem;
}

/** What an entry wants of the images that it selects. Blocked where `to` names another registry than the run's. */
export function desiredImages(
  entry: Entry,
  selected: readonly SelectedImage[],
  place: Place,
): readonly Desired[] {
  const repository = destinationOf(entry, place);
  const blocked =
    repository.registry === place.registry ? undefined : otherRegistry(entry, repository, place);
  return selected.map((image) => ({
    source: { ...entry.source, ...image },
    destination: { ...repository, ...(image.tag ? { tag: image.tag } : image) },
    platforms: entry.platforms,
    onChange: entry.onChange,
    entry,
    ...(blocked && { blocked }),
  }));
}

function otherRegistry(entry: Entry, { registry }: Reference, place: Place): PlanProblem {
  return {
    code: "DESTINATION_REGISTRY",
    side: "destination",
    message: `line ${entry.position.line} writes to ${registry}, and this run writes to ${place.registry}`,
    remedy: `Change \`to\`, or run with ${registry} as the registry.`,
  };
}
