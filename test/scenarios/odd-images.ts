import { generateArtifact } from "../../sandbox/images/generate-artifact.ts";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { generateIndex, nestIndex } from "../../sandbox/images/generate-index.ts";
import {
  generateDuplicateImage,
  generateEmptyImage,
  generateForeignImage,
  generateZeroByteImage,
} from "../../sandbox/images/generate-odd-image.ts";
import {
  contentOf,
  type GeneratedImage,
  imageOf,
  jsonContent,
} from "../../sandbox/images/generated-image.ts";
import { pseudoRandomBytes } from "../../sandbox/images/pseudo-random.ts";
import { digestOf } from "../../src/oci/digest.ts";
import { MediaType } from "../../src/oci/media-type.ts";

const PLATFORMS = ["linux/amd64", "linux/arm64/v8", "windows/amd64"];

/** Every kind of image that must arrive as it is, by name. */
export const ODD_IMAGES: Readonly<Record<string, GeneratedImage>> = {
  "a single image, OCI": generateImage({ seed: "single", layers: 3 }),
  "a single image, Docker": generateImage({ seed: "single", layers: 3, format: "docker" }),
  "an index of platforms, OCI": generateImage({ seed: "multi", platforms: PLATFORMS }),
  "a manifest list of platforms, Docker": generateImage({
    seed: "multi",
    platforms: PLATFORMS,
    format: "docker",
  }),
  "an index of one platform": nestIndex(MediaType.ociIndex, [generateImage({ seed: "one" })]),
  "a nested index": nestIndex(MediaType.ociIndex, [
    generateImage({ seed: "inner", platforms: PLATFORMS }),
    generateImage({ seed: "beside" }),
  ]),
  "an OCI index of Docker images": nestIndex(MediaType.ociIndex, [
    generateImage({ seed: "mixed", format: "docker" }),
  ]),
  "an empty index": imageOf([generateIndex(MediaType.ociIndex, [])], []),
  "an image with attestations": generateImage({ seed: "attested", platforms: PLATFORMS, attestations: true }),
  "an artifact": generateArtifact({
    seed: "artifact",
    artifactType: "application/vnd.cncf.helm.config.v1+json",
  }),
  "an artifact with layers of an unheard-of type": generateArtifact({
    seed: "type",
    layerType: "text/x.y+z; q=1",
  }),
  "an artifact that refers to something else": generateArtifact({
    seed: "ref",
    subject: generateImage({ seed: "single" }).root,
  }),
  "an image without layers": generateEmptyImage(),
  "an image with a layer of zero bytes": generateZeroByteImage("zero", "docker"),
  "an image with the same layer three times": generateDuplicateImage("twice"),
  "an image with a foreign layer": generateForeignImage("foreign", "https://elsewhere.example/layer"),
  "an image with a foreign layer, Docker": generateForeignImage(
    "foreign",
    "https://elsewhere.example/layer",
    "docker",
  ),
  "a layer larger than any buffer": generateImage({ seed: "large", layers: 2, layerSize: 3_000_001 }),
  "a manifest that does not say what it is": withoutMediaType(),
  "a layer named by SHA-512": withSha512(),
};

/** OCI image-spec: `mediaType` should be there, and need not. Its JSON is as somebody's printer left it. */
function withoutMediaType(): GeneratedImage {
  const { blobs, manifests } = generateImage({ seed: "untyped" });
  const { mediaType: _, ...body } = JSON.parse(String(Buffer.from(manifests.at(-1)?.bytes ?? [])));
  const text = `\n${JSON.stringify({ ...body, annotations: { "org.example.ä": "\u2028" } }, undefined, "\t")}\n\n`;
  return imageOf([contentOf(MediaType.ociManifest, Buffer.from(text))], blobs);
}

function withSha512(): GeneratedImage {
  const config = jsonContent(MediaType.ociConfig, {
    os: "linux",
    architecture: "amd64",
    rootfs: { type: "layers" },
  });
  const bytes = pseudoRandomBytes("sha512", 100_000);
  const layer = {
    mediaType: "application/vnd.oci.image.layer.v1.tar",
    digest: digestOf(bytes, "sha512:"),
    size: bytes.length,
  };
  const body = { schemaVersion: 2, config: config.descriptor, layers: [layer] };
  return imageOf([jsonContent(MediaType.ociManifest, body)], [config, { descriptor: layer, bytes }]);
}
