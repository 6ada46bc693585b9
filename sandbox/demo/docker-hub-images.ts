import { generateImage } from "../images/generate-image.ts";
import { generateLayers } from "../images/generate-layer.ts";
import { pushImage } from "../images/push-image.ts";
import type { RegistryStore } from "../registry/store/registry-store.ts";

const MB = 1_000_000;
/** What Redis and Vault are built on, each at its first version: the registry holds it once. */
const BASE = generateLayers("debian", 1, 8 * MB);

/** Puts the images of the story into Docker Hub, and one that the example leaves out. */
export function stockDockerHub(store: RegistryStore): void {
  pushRedis(store, "7.4.1");
  pushImage(
    store,
    "nsmithuk/local-kms",
    "3.11.7",
    generateImage({ seed: "local-kms", layers: 3, layerSize: 3 * MB, format: "docker" }),
  );
  for (const version of ["1.17", "1.18", "1.18-ent"]) {
    const image = generateImage({
      seed: `vault ${version}`,
      platforms: ["linux/amd64", "linux/arm64"],
      layers: 1,
      layerSize: 7 * MB,
      sharedLayers: BASE,
      format: "docker",
    });
    pushImage(store, "hashicorp/vault", version, image);
  }
}

/** Docker Hub gets a new build of Redis 7: three platforms and their attestations, under the same tag as the last. */
export function pushRedis(store: RegistryStore, build: string): void {
  const image = generateImage({
    seed: `redis ${build}`,
    platforms: ["linux/amd64", "linux/arm64/v8", "linux/arm/v7"],
    layers: 2,
    layerSize: 4 * MB,
    attestations: true,
    sharedLayers: BASE,
  });
  pushImage(store, "library/redis", "7", image);
}
