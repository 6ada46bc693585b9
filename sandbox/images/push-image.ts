import type { Descriptor } from "../../src/oci/descriptor.ts";
import { heldContent } from "../registry/store/blob-content.ts";
import type { RegistryStore } from "../registry/store/registry-store.ts";
import type { GeneratedImage } from "./generated-image.ts";

/**
 * Puts an image straight into a store, complete, and tags it where a tag is given. Blobs are not hashed
 * again.
 */
export function pushImage(
  store: RegistryStore,
  repository: string,
  tag: string | undefined,
  image: GeneratedImage,
): Descriptor {
  for (const { descriptor, bytes } of image.blobs) {
    store.addBlob(repository, descriptor.digest, heldContent([bytes]));
  }
  for (const { descriptor, bytes } of image.manifests) {
    const isTagged = tag !== undefined && descriptor.digest === image.root.digest;
    store.putManifest(repository, isTagged ? tag : descriptor.digest, descriptor.mediaType, bytes);
  }
  return image.root;
}
