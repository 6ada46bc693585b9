import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { generateArtifact } from "../../../sandbox/images/generate-artifact.ts";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { nestIndex } from "../../../sandbox/images/generate-index.ts";
import { generateLayers } from "../../../sandbox/images/generate-layer.ts";
import {
  generateDuplicateImage,
  generateEmptyImage,
  generateForeignImage,
  generateZeroByteImage,
} from "../../../sandbox/images/generate-odd-image.ts";
import type { GeneratedContent, GeneratedImage } from "../../../sandbox/images/generated-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import { pushVirtualImage } from "../../../sandbox/images/push-virtual-image.ts";
import { startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { RegistryStore } from "../../../sandbox/registry/store/registry-store.ts";
import type { Descriptor } from "../../../src/oci/descriptor.ts";
import { digestOf } from "../../../src/oci/digest.ts";
import { MediaType } from "../../../src/oci/media-type.ts";
import { ask } from "../registry/wire.ts";

interface Document {
  readonly mediaType: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
  readonly manifests: readonly Descriptor[];
}

function parse(content: GeneratedContent | undefined): Document {
  return JSON.parse(Buffer.from(content?.bytes ?? []).toString()) as Document;
}

function rootOf(image: GeneratedImage): Document {
  return parse(image.manifests.at(-1));
}

const platforms = ["linux/amd64", "linux/arm/v7"];
const images: Record<string, GeneratedImage> = {
  "one platform": generateImage({ seed: "s" }),
  "two platforms": generateImage({ seed: "s", platforms }),
  "Docker's types": generateImage({ seed: "s", platforms, format: "docker" }),
  attestations: generateImage({ seed: "s", platforms, attestations: true }),
  "large layers": generateImage({ seed: "s", layerSize: 100_000 }),
  artifact: generateArtifact({ seed: "s" }),
  "nested index": nestIndex(MediaType.ociIndex, [
    generateImage({ seed: "inner", platforms }),
    generateImage({ seed: "s" }),
  ]),
  "no layers": generateEmptyImage(),
  "a layer of zero bytes": generateZeroByteImage("s"),
  "duplicate layers": generateDuplicateImage("s", "docker"),
  "a foreign layer": generateForeignImage("s", "https://layers.example/x"),
};

describe("every generated image", () => {
  it.each(Object.entries(images))("is complete and what its descriptors say: %s", (_, image) => {
    for (const { descriptor, bytes } of [...image.manifests, ...image.blobs]) {
      expect([descriptor.digest, descriptor.size]).toEqual([digestOf(bytes), bytes.length]);
    }
    expect(image.manifests.at(-1)?.descriptor).toEqual(image.root);
  });

  it.each(Object.entries(images))(
    "is accepted by a strict registry, children first: %s",
    async (_, image) => {
      await using registry = await startRegistry();
      for (const { bytes } of image.blobs) registry.store.putBlob("a", bytes);
      for (const { descriptor, bytes } of image.manifests) {
        const headers = { "content-type": descriptor.mediaType };
        const init = { method: "PUT", headers, body: Uint8Array.from(bytes) };
        const answer = await ask(`${registry.url}/v2/a/manifests/${descriptor.digest}`, init);
        expect([answer.status, answer.text]).toEqual([201, ""]);
      }
    },
  );
});

describe("generateImage", () => {
  it("gives the same for the same seed, another for another", () => {
    expect(generateImage({ seed: "a", platforms })).toEqual(generateImage({ seed: "a", platforms }));
    expect(generateImage({ seed: "b" }).root.digest).not.toBe(generateImage({ seed: "a" }).root.digest);
  });

  it("names platforms in the index, attestations among them", () => {
    const { manifests } = rootOf(generateImage({ seed: "s", platforms, attestations: true }));
    expect(manifests.map(({ platform }) => platform)).toEqual([
      { os: "linux", architecture: "amd64" },
      { os: "linux", architecture: "arm", variant: "v7" },
      { os: "unknown", architecture: "unknown" },
      { os: "unknown", architecture: "unknown" },
    ]);
    expect(manifests[2]?.annotations?.["vnd.docker.reference.digest"]).toBe(manifests[0]?.digest);
  });

  it("lists the digests of the uncompressed layers in the config", () => {
    const image = generateImage({ seed: "s", layers: 3 });
    const { config, layers } = rootOf(image);
    const bytesOf = ({ digest }: Descriptor) =>
      image.blobs.find(({ descriptor }) => descriptor.digest === digest)?.bytes ?? new Uint8Array();
    const { rootfs } = JSON.parse(Buffer.from(bytesOf(config)).toString()) as {
      rootfs: { diff_ids: string[] };
    };
    expect(rootfs.diff_ids).toEqual(layers.map((layer) => digestOf(gunzipSync(bytesOf(layer)))));
  });

  it("puts shared layers below its own", () => {
    const sharedLayers = generateLayers("base", 2, 512);
    const [one, two] = ["a", "b"].map(
      (seed) => rootOf(generateImage({ seed, sharedLayers, layers: 1 })).layers,
    );
    expect(one?.slice(0, 2)).toEqual(two?.slice(0, 2));
    expect(one?.[2]).not.toEqual(two?.[2]);
  });

  it("makes large layers of exactly the size asked", () => {
    expect(rootOf(generateImage({ seed: "s", layerSize: 100_000 })).layers[0]?.size).toBe(100_000);
  });
});

describe("odd images", () => {
  it("keep each blob once, however often it is named", () => {
    const image = generateDuplicateImage("s");
    expect([rootOf(image).layers.length, image.blobs.length]).toEqual([3, 2]);
  });

  it("name a foreign layer that they do not have", () => {
    const image = generateForeignImage("s", "https://layers.example/x");
    const [foreign] = rootOf(image).layers;
    expect(foreign?.urls).toEqual(["https://layers.example/x"]);
    expect(image.blobs.some(({ descriptor }) => descriptor.digest === foreign?.digest)).toBe(false);
  });

  it("nest an index in an index", () => {
    const { manifests } = rootOf(images["nested index"] ?? generateEmptyImage());
    expect(manifests.map(({ mediaType }) => mediaType)).toEqual([MediaType.ociIndex, MediaType.ociManifest]);
  });
});

describe("pushImage", () => {
  it("puts everything where it belongs, and tags the root", () => {
    const store = new RegistryStore();
    const image = generateImage({ seed: "s", platforms });
    expect(pushImage(store, "a", "v1", image)).toEqual(image.root);
    expect(store.manifest("a", "v1")?.digest).toBe(image.root.digest);
    expect(store.manifests("a")).toHaveLength(3);
    expect(image.blobs.every(({ descriptor }) => store.hasBlob("a", descriptor.digest))).toBe(true);
  });

  it("does so with a layer that is never in memory", () => {
    const store = new RegistryStore();
    const layerSize = 5 * 1024 * 1024 + 1;
    const root = pushVirtualImage(store, "a", "v1", { seed: "s", layerSize });
    const [layer] = store.blobs("a");
    const bytes = Buffer.concat([...(layer ? (store.blob("a", layer)?.read() ?? []) : [])]);
    expect([bytes.length, digestOf(bytes)]).toEqual([layerSize, layer]);
    expect(store.manifest("a", "v1")?.digest).toBe(root.digest);
  });
});
