import type { Descriptor } from "../../src/oci/descriptor.ts";
import { MediaType } from "../../src/oci/media-type.ts";
import { contentOf, type GeneratedImage, imageOf, jsonContent } from "./generated-image.ts";
import { pseudoRandomBytes } from "./pseudo-random.ts";

export interface ArtifactOptions {
  readonly seed: string;
  /** Default `application/vnd.example.report.v1`. */
  readonly artifactType?: string;
  /** Media type of the one layer (default `application/vnd.example.report.v1+binary`). */
  readonly layerType?: string;
  /** What it refers to: makes it a referrer. */
  readonly subject?: Descriptor;
}

/**
 * Something that is no image: an empty config, unusual types. OCI image-spec, manifest.md, "Guidelines for
 * Artifact Usage".
 */
export function generateArtifact(options: ArtifactOptions): GeneratedImage {
  const { seed, subject, artifactType = "application/vnd.example.report.v1" } = options;
  const config = jsonContent("application/vnd.oci.empty.v1+json", {});
  const layer = contentOf(
    options.layerType ?? "application/vnd.example.report.v1+binary",
    pseudoRandomBytes(seed, 256),
  );
  const manifest = jsonContent(MediaType.ociManifest, {
    schemaVersion: 2,
    mediaType: MediaType.ociManifest,
    artifactType,
    config: config.descriptor,
    layers: [layer.descriptor],
    ...(subject && { subject: { mediaType: subject.mediaType, digest: subject.digest, size: subject.size } }),
    annotations: { "org.opencontainers.image.title": seed },
  });
  return imageOf([manifest], [config, layer]);
}
