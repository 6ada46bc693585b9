import type { MirroredImage } from "../jobs/state.ts";
import type { ImageReport } from "../reconcile/report.ts";

/** What is to be remembered of an image that is where it belongs; nothing of one that is not. */
export function mirroredImages(
  repository: number,
  images: readonly ImageReport[],
): Omit<MirroredImage, "firstSeen" | "lastVerified">[] {
  return images.flatMap(({ source, destination, sourceDigest, digest, action, result }) =>
    digest !== null && (result === "done" || action === "up-to-date")
      ? [{ repository, source, destination, sourceDigest, destinationDigest: digest }]
      : [],
  );
}
