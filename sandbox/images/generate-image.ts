import { generateAttestation } from "./generate-attestation.ts";
import { indexImage } from "./generate-index.ts";
import { generateLayers, type Layer } from "./generate-layer.ts";
import { generateManifest } from "./generate-manifest.ts";
import { type GeneratedImage, imageOf } from "./generated-image.ts";
import { FORMAT_TYPES, type ImageFormat } from "./image-format.ts";
import { parsePlatform } from "./platform-name.ts";

export interface ImageOptions {
  /** The same seed and options give the same digests. */
  readonly seed: string;
  /** `os/architecture[/variant]` (default `linux/amd64`). One alone, without attestations, gives no index. */
  readonly platforms?: readonly string[];
  /** Layers of each platform's own (default 2). */
  readonly layers?: number;
  /** Bytes of each (default 1,024); up to 64 KiB a layer is a true archive. */
  readonly layerSize?: number;
  /** Default `oci`. */
  readonly format?: ImageFormat;
  /** Provenance manifests beside the platforms (default false). */
  readonly attestations?: boolean;
  /** Layers below each platform's own, from `generateLayers`: what several images have in common. */
  readonly sharedLayers?: readonly Layer[];
}

/** An image made from a seed: real configs and manifests over random files. */
export function generateImage(options: ImageOptions): GeneratedImage {
  const { seed, platforms = ["linux/amd64"], layers = 2, layerSize = 1024, sharedLayers = [] } = options;
  const types = FORMAT_TYPES[options.format ?? "oci"];
  const images = platforms.map((name) => {
    const own = generateLayers(`${seed}/${name}`, layers, layerSize);
    return generateManifest(parsePlatform(name), [...sharedLayers, ...own], types);
  });
  const [only] = images;
  if (only !== undefined && images.length === 1 && !options.attestations) {
    return imageOf([only.manifest], only.blobs);
  }
  const attestations = options.attestations
    ? images.map(({ manifest }) => generateAttestation(manifest.descriptor))
    : [];
  return indexImage(types.index, [...images, ...attestations]);
}
