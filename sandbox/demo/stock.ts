import { generateImage, type ImageOptions } from "../images/generate-image.ts";
import { generateLayers } from "../images/generate-layer.ts";
import { pushImage } from "../images/push-image.ts";
import type { RegistryStore } from "../registry/store/registry-store.ts";

/** Docker Hub's for everybody without an account, per six hours. */
export const PULL_LIMIT = 100;

const MB = 1_000_000;
const BASE = generateLayers("debian", 1, 12 * MB);

const LOCAL_KMS: ImageOptions = { seed: "local-kms", layers: 3, layerSize: 4 * MB, format: "docker" };

const VAULT = {
  platforms: ["linux/amd64", "linux/arm64"],
  layers: 1,
  layerSize: 12 * MB,
  sharedLayers: BASE,
  format: "docker",
} as const;

const REDIS = {
  platforms: ["linux/amd64", "linux/arm64/v8", "linux/arm/v7"],
  layers: 2,
  layerSize: 6 * MB,
  sharedLayers: BASE,
  attestations: true,
} as const;

const ALPINE: ImageOptions = {
  seed: "alpine 3.22",
  platforms: ["linux/amd64", "linux/arm64"],
  layers: 1,
  layerSize: 3 * MB,
};

const NGINX: ImageOptions = {
  seed: "nginx 1.29",
  platforms: ["linux/amd64", "linux/arm64"],
  layers: 1,
  layerSize: 8 * MB,
  sharedLayers: BASE,
};

const BUSYBOX: ImageOptions = { seed: "busybox 1.37", layers: 1, layerSize: 2 * MB };

/** Puts the images of the story into Docker Hub, and two that the example's config leaves out. */
export function stockDockerHub(store: RegistryStore): void {
  pushRedis(store, "7.4.1");
  pushImage(store, "nsmithuk/local-kms", "3.11.7", generateImage(LOCAL_KMS));
  pushImage(store, "library/alpine", "3.22", generateImage(ALPINE));
  pushImage(store, "library/nginx", "1.29", generateImage(NGINX));
  pushImage(store, "library/busybox", "1.37", generateImage(BUSYBOX));
  for (const tag of ["1.17.6", "1.18.3", "1.18.3-ent", "1.19.0-rc1"]) {
    pushImage(store, "hashicorp/vault", tag, generateImage({ ...VAULT, seed: `vault ${tag}` }));
  }
}

/** Puts a package into GHCR that somebody pushed by hand, long ago: no repository's jobs were given access to it. */
export function stockGhcr(store: RegistryStore): void {
  pushImage(store, "acme/alpine", "3.21", generateImage({ ...ALPINE, seed: "alpine 3.21" }));
  store.setVisibility("acme/alpine", "public");
}

/** A build of Redis 7 takes over the tag. */
export function pushRedis(store: RegistryStore, build: string): void {
  pushImage(store, "library/redis", "7", generateImage({ ...REDIS, seed: `redis ${build}` }));
}
