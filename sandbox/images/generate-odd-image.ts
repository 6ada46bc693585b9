import type { Descriptor } from "../../src/oci/descriptor.ts";
import { type Digest, digestOf } from "../../src/oci/digest.ts";
import { generateLayer } from "./generate-layer.ts";
import { generateManifest } from "./generate-manifest.ts";
import { type GeneratedImage, imageOf } from "./generated-image.ts";
import { FORMAT_TYPES, type ImageFormat } from "./image-format.ts";

const PLATFORM = { os: "linux", architecture: "amd64" };

/** An image without layers. */
export function generateEmptyImage(format: ImageFormat = "oci"): GeneratedImage {
  return ofOne(generateManifest(PLATFORM, [], FORMAT_TYPES[format]));
}

/** An image with a layer of zero bytes. */
export function generateZeroByteImage(seed: string, format: ImageFormat = "oci"): GeneratedImage {
  const digest = digestOf(new Uint8Array());
  const zero = { bytes: new Uint8Array(), digest, diffId: digest };
  return ofOne(generateManifest(PLATFORM, [generateLayer(seed, 512), zero], FORMAT_TYPES[format]));
}

/** An image that names the same layer three times. */
export function generateDuplicateImage(seed: string, format: ImageFormat = "oci"): GeneratedImage {
  const layer = generateLayer(seed, 512);
  return ofOne(generateManifest(PLATFORM, [layer, layer, layer], FORMAT_TYPES[format]));
}

/** An image whose base layer is at `url` only, as Windows' were. */
export function generateForeignImage(seed: string, url: string, format: ImageFormat = "oci"): GeneratedImage {
  const types = FORMAT_TYPES[format];
  const foreign: Descriptor = {
    mediaType: types.foreignLayer,
    digest: digestOf(Buffer.from(`foreign ${seed}`)),
    size: 4096,
    urls: [url],
  };
  return ofOne(generateManifest(PLATFORM, [generateLayer(seed, 512)], types, { foreign: [foreign] }));
}

/** The digest of the foreign layer of an image made from `seed`. */
export function foreignLayerDigest(seed: string): Digest {
  return digestOf(Buffer.from(`foreign ${seed}`));
}

function ofOne(image: ReturnType<typeof generateManifest>): GeneratedImage {
  return imageOf([image.manifest], image.blobs);
}
