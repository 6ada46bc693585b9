import type { MirroredImage } from "../jobs/state.ts";
import type { ImageReport } from "../reconcile/report.ts";

/** An image where it belongs; whoever stores it knows since when, and that it is now. */
type SeenImage = Omit<MirroredImage, "firstSeen" | "lastVerified">;

/**
 * What is to be remembered of an image that is where it belongs; nothing of one that is not. What `on-change: keep` has left alone is
 * ours only where it is what was brought there before: it is in `known` then.
 */
export function mirroredImages(
  repository: number,
  images: readonly ImageReport[],
  known: readonly MirroredImage[],
): readonly SeenImage[] {
  const before = new Map(known.map((image) => [image.destination, image]));
  return images.flatMap<SeenImage>(
    ({ source, destination, sourceDigest, digest, action, result, isKept }) => {
      if (digest === null || !(result === "done" || action === "up-to-date")) return [];
      if (!isKept) return [{ repository, source, destination, sourceDigest, destinationDigest: digest }];
      const brought = before.get(destination);
      return brought?.destinationDigest === digest ? [brought] : [];
    },
  );
}
