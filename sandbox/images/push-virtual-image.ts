import type { Descriptor } from "../../src/oci/descriptor.ts";
import { MediaType } from "../../src/oci/media-type.ts";
import type { RegistryStore } from "../registry/store/registry-store.ts";
import { jsonContent } from "./generated-image.ts";
import { FORMAT_TYPES } from "./image-format.ts";
import { pseudoRandomChunks } from "./pseudo-random.ts";

export interface VirtualImageOptions {
  readonly seed: string;
  /** Bytes of its one layer, of which at most a mebibyte is in memory at a time. */
  readonly layerSize: number;
}

/** Puts an image with one huge layer into a store: generated whenever it is read, hashed once here. */
export function pushVirtualImage(
  store: RegistryStore,
  repository: string,
  tag: string,
  { seed, layerSize }: VirtualImageOptions,
): Descriptor {
  const chunks = () => pseudoRandomChunks(seed, layerSize);
  const layer = store.putVirtualBlob(repository, { size: layerSize, chunks });
  const config = jsonContent(MediaType.ociConfig, {
    architecture: "amd64",
    os: "linux",
    rootfs: { type: "layers", diff_ids: [layer.digest] },
  });
  store.putBlob(repository, config.bytes);
  const manifest = jsonContent(MediaType.ociManifest, {
    schemaVersion: 2,
    mediaType: MediaType.ociManifest,
    config: config.descriptor,
    layers: [{ ...layer, mediaType: FORMAT_TYPES.oci.layer }],
  });
  return store.putManifest(repository, tag, MediaType.ociManifest, manifest.bytes);
}
