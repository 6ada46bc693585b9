import type { Config, Entry } from "../../../config/config.ts";
import type { MirroredImage } from "../../../jobs/state.ts";
import { ReferenceError as BadReference, formatReference, parseReference } from "../../../oci/reference.ts";
import { compileEntry } from "../../../plan/compile-entry.ts";
import { desiredImages } from "../../../plan/desired.ts";
import { destinationOf, type Place } from "../../../plan/destination.ts";
import { selectTags } from "../../../plan/select-tags.ts";

/** The entry of a config that may mean an image, whatever `latest` says: this source, there. References in full. Undefined: the config does not mean it (any longer). */
export function findEntry(
  config: Config,
  { source, destination }: Pick<MirroredImage, "source" | "destination">,
  place: Place,
): Entry | undefined {
  const reference = readReference(source);
  if (!reference) return undefined;
  const { registry, repository, tag, digest } = reference;
  return config.entries.find((entry) => {
    if (entry.source.registry !== registry || entry.source.repository !== repository) return false;
    if (tag !== undefined && digest === undefined)
      return (
        formatReference({ ...destinationOf(entry, place), tag }) === destination && compileEntry(entry)(tag)
      );
    const { images } = selectTags(entry, new Map());
    return desiredImages(entry, images, place).some(
      (desired) =>
        formatReference(desired.source) === source && formatReference(desired.destination) === destination,
    );
  });
}

/** What was stored by another version may be no reference to this one. */
function readReference(text: string) {
  try {
    return parseReference(text);
  } catch (error) {
    if (error instanceof BadReference) return undefined;
    throw error;
  }
}
