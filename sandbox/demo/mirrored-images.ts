import type { Digest } from "../../src/oci/digest.ts";
import { formatBytes } from "../../src/text/format-bytes.ts";
import { compareImages } from "./compare-images.ts";
import type { Scene } from "./open-scene.ts";

/** Images that a config means: the repository at Docker Hub, the one at GHCR, and the tags. */
export type MirroredImages = readonly [source: string, destination: string, tags: readonly string[]];

export const REDIS: MirroredImages = ["library/redis", "acme/redis", ["7"]];
export const VAULT: MirroredImages = ["hashicorp/vault", "acme/vault", ["1.17.6", "1.18.3"]];
export const LOCAL_KMS: MirroredImages = ["nsmithuk/local-kms", "acme/local-kms", ["3.11.7"]];
export const ALPINE: MirroredImages = ["library/alpine", "acme/alpine", ["3.22"]];

/** Compares images at GHCR with those at Docker Hub, as `compareImages`. */
export function compareMirrored(
  { hub, ghcr }: Pick<Scene, "hub" | "ghcr">,
  ...mirrored: readonly MirroredImages[]
): ReadonlyMap<Digest, number> {
  const equal = mirrored.flatMap(([from, to, tags]) =>
    tags.flatMap((reference) => [
      ...compareImages(
        { store: hub.store, repository: from, reference },
        { store: ghcr.store, repository: to, reference },
      ),
    ]),
  );
  return new Map(equal);
}

/** What a comparison found, in a sentence. */
export function sayEqual(equal: ReadonlyMap<Digest, number>): string {
  const bytes = [...equal.values()].reduce((sum, size) => sum + size, 0);
  return `${equal.size} manifests and blobs (${formatBytes(bytes)}) are in GHCR, byte for byte: each was hashed once more`;
}
