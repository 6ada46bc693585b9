import type { Descriptor } from "../../src/oci/descriptor.ts";
import type { Platform } from "../../src/oci/platform.ts";
import type { Layer } from "./generate-layer.ts";
import { contentOf, type GeneratedContent, jsonContent } from "./generated-image.ts";
import type { FormatTypes } from "./image-format.ts";

/** The image of one platform: a config that tools accept, and a manifest. */
export interface PlatformImage {
  readonly manifest: GeneratedContent;
  readonly blobs: readonly GeneratedContent[];
}

/** What else a manifest may say. */
export interface ManifestExtras {
  /** Layers that are named and not part of the image's blobs. */
  readonly foreign?: readonly Descriptor[];
  readonly annotations?: Readonly<Record<string, string>>;
}

/** OCI image-spec, config.md and manifest.md. */
export function generateManifest(
  platform: Platform,
  layers: readonly Layer[],
  types: FormatTypes,
  extras: ManifestExtras = {},
): PlatformImage {
  const { foreign = [], annotations } = extras;
  const config = jsonContent(types.config, {
    created: "2024-01-01T00:00:00Z",
    ...platform,
    config: { Env: ["PATH=/bin"], Cmd: ["/bin/true"] },
    rootfs: {
      type: "layers",
      diff_ids: [...foreign.map(({ digest }) => digest), ...layers.map(({ diffId }) => diffId)],
    },
    history: layers.map((_, index) => ({ created: "2024-01-01T00:00:00Z", created_by: `layer ${index}` })),
  });
  const blobs = layers.map(({ bytes, digest }) => ({
    descriptor: { mediaType: types.layer, digest, size: bytes.length },
    bytes,
  }));
  const document = {
    schemaVersion: 2,
    mediaType: types.manifest,
    config: config.descriptor,
    layers: [...foreign, ...blobs.map(({ descriptor }) => descriptor)],
    ...(annotations ? { annotations } : {}),
  };
  const bytes = Buffer.from(JSON.stringify(document, undefined, 2));
  return { manifest: contentOf(types.manifest, bytes, { platform }), blobs: [config, ...blobs] };
}
