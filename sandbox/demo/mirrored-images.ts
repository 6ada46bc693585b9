import type { Digest } from "../../src/oci/digest.ts";
import { formatBytes } from "../../src/text/format-bytes.ts";
import { compareImages } from "./compare-images.ts";
import type { Scene } from "./open-scene.ts";

/** Images of one repository that a config means. */
export interface MirroredImages {
  /** At Docker Hub. */
  readonly source: string;
  /** At GHCR. */
  readonly destination: string;
  readonly tags: readonly string[];
}

/** What the example's config means. */
export const MIRRORED: readonly MirroredImages[] = [
  { source: "library/redis", destination: "acme/redis", tags: ["7"] },
  { source: "nsmithuk/local-kms", destination: "acme/local-kms", tags: ["3.11.7"] },
  { source: "hashicorp/vault", destination: "acme/vault", tags: ["1.17.6", "1.18.3"] },
];

/** What is added to it. */
export const ALPINE: MirroredImages = {
  source: "library/alpine",
  destination: "acme/alpine",
  tags: ["3.22"],
};

/** What a pull request adds to it. */
export const NGINX: MirroredImages = {
  source: "library/nginx",
  destination: "acme/nginx",
  tags: ["1.29"],
};

/** Compares images at GHCR with those at Docker Hub, as `compareImages`. */
export function compareMirrored(
  { hub, ghcr }: Pick<Scene, "hub" | "ghcr">,
  ...mirrored: readonly MirroredImages[]
): ReadonlyMap<Digest, number> {
  const equal = mirrored.flatMap(({ source, destination, tags }) =>
    tags.flatMap((reference) => [
      ...compareImages(
        { store: hub.store, repository: source, reference },
        { store: ghcr.store, repository: destination, reference },
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
