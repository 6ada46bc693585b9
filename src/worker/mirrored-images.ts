import type { MirroredImage } from "../jobs/state.ts";
import type { ImageReport } from "../reconcile/report.ts";

/** An image where it belongs; whoever stores it knows since when, and that it is now. */
type SeenImage = Omit<MirroredImage, "firstSeen" | "lastVerified">;

/**
 * What is to be remembered of an image that is where it belongs; nothing of one that is not. What `on-change: keep` has left alone is
 * ours only where it is what was brought there before: it is in `known` then. `platformsOf` says for which platforms an image is; null: not known; undefined:
 * nothing means it, and it is none of ours.
 */
export function mirroredImages(
  repository: number,
  images: readonly ImageReport[],
  known: readonly MirroredImage[],
  platformsOf: (image: ImageReport) => string | null | undefined,
): readonly SeenImage[] {
  const before = new Map(known.map((image) => [image.destination, image]));
  return images.flatMap<SeenImage>((image) => {
    const { source, destination, sourceDigest, digest, action, result } = image;
    const { isKept, isVanished, isDrifted, isBelieved } = image;
    if (digest === null || !(result === "done" || action === "up-to-date")) return [];
    // Nobody has seen it, or it is not what was wanted.
    if (isBelieved || isDrifted || isVanished) return [];
    const brought = before.get(destination);
    if (isKept) return brought?.destinationDigest === digest ? [brought] : [];
    const meant = platformsOf(image);
    if (meant === undefined) return [];
    const platforms = meant ?? (brought?.destinationDigest === digest ? brought.platforms : null);
    return [{ repository, source, destination, sourceDigest, destinationDigest: digest, platforms }];
  });
}
