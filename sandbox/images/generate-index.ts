import type { PlatformImage } from "./generate-manifest.ts";
import type { GeneratedContent, GeneratedImage } from "./generated-image.ts";
import { imageOf, jsonContent } from "./generated-image.ts";

/** An index of given manifests. OCI image-spec, image-index.md. */
export function generateIndex(mediaType: string, children: readonly GeneratedContent[]): GeneratedContent {
  const manifests = children.map(({ descriptor }) => descriptor);
  return jsonContent(mediaType, { schemaVersion: 2, mediaType, manifests });
}

/** Images of several platforms under one index. */
export function indexImage(mediaType: string, images: readonly PlatformImage[]): GeneratedImage {
  const children = images.map(({ manifest }) => manifest);
  const blobs = images.flatMap((image) => image.blobs);
  return imageOf([...children, generateIndex(mediaType, children)], blobs);
}

/**
 * An index whose entries are whole images, indexes among them: what `docker manifest` never makes and OCI
 * allows.
 */
export function nestIndex(mediaType: string, images: readonly GeneratedImage[]): GeneratedImage {
  const roots = images.flatMap(({ root, manifests }) =>
    manifests.filter(({ descriptor }) => descriptor.digest === root.digest),
  );
  const inner = images.flatMap(({ manifests }) => manifests);
  const blobs = images.flatMap((image) => image.blobs);
  return imageOf([...inner, generateIndex(mediaType, roots)], blobs);
}
