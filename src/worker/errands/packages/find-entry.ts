import type { Config, Entry } from "../../../config/config.ts";
import type { MirroredImage } from "../../../jobs/state.ts";
import { ReferenceError as BadReference, formatReference, parseReference } from "../../../oci/reference.ts";
import { desiredImages } from "../../../plan/desired.ts";
import type { Place } from "../../../plan/destination.ts";
import { selectTags } from "../../../plan/select-tags.ts";

/** The entry of a config that means an image: this source, there. References in full. Undefined: the config does not mean it (any longer). */
export function findEntry(
  config: Config,
  { source, destination }: Pick<MirroredImage, "source" | "destination">,
  place: Place,
): Entry | undefined {
  const reference = readReference(source);
  if (!reference) return undefined;
  const { registry, repository, tag } = reference;
  return config.entries.find((entry) => {
    if (entry.source.registry !== registry || entry.source.repository !== repository) return false;
    const { images } = selectTags(entry, tag === undefined ? [] : [tag]);
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
