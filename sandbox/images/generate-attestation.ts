import type { Descriptor } from "../../src/oci/descriptor.ts";
import { MediaType } from "../../src/oci/media-type.ts";
import type { PlatformImage } from "./generate-manifest.ts";
import { contentOf, jsonContent } from "./generated-image.ts";

const IN_TOTO = "application/vnd.in-toto+json";

/**
 * A provenance attestation of one platform's image, as BuildKit puts it beside the image in the index:
 * platform `unknown/unknown`, found by annotations. docs.docker.com, "Image attestation storage".
 */
export function generateAttestation(of: Descriptor): PlatformImage {
  const statement = jsonContent(IN_TOTO, {
    _type: "https://in-toto.io/Statement/v0.1",
    predicateType: "https://slsa.dev/provenance/v0.2",
    subject: [{ name: "generated", digest: { sha256: of.digest.slice("sha256:".length) } }],
    predicate: { buildType: "https://mobyproject.org/buildkit@v1" },
  });
  const config = jsonContent(MediaType.ociConfig, {
    architecture: "unknown",
    os: "unknown",
    config: {},
    rootfs: { type: "layers", diff_ids: [statement.descriptor.digest] },
  });
  const annotations = { "in-toto.io/predicate-type": "https://slsa.dev/provenance/v0.2" };
  const document = {
    schemaVersion: 2,
    mediaType: MediaType.ociManifest,
    config: config.descriptor,
    layers: [{ ...statement.descriptor, annotations }],
  };
  const manifest = contentOf(MediaType.ociManifest, Buffer.from(JSON.stringify(document)), {
    platform: { os: "unknown", architecture: "unknown" },
    annotations: {
      "vnd.docker.reference.digest": of.digest,
      "vnd.docker.reference.type": "attestation-manifest",
    },
  });
  return { manifest, blobs: [config, statement] };
}
