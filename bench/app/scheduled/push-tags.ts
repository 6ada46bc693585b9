import { generateImage } from "../../../sandbox/images/generate-image.ts";
import type { GeneratedImage } from "../../../sandbox/images/generated-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import type { RegistryStore } from "../../../sandbox/registry/store/registry-store.ts";

const PLATFORMS = ["linux/amd64", "linux/arm64", "linux/arm/v7"];

/** Tags `1.<number>`, of one small image each. */
export interface TagsOrder {
  /** The last part of the repository's name, on both sides. */
  readonly name: string;
  /** The first number, and the one after the last. */
  readonly from: number;
  readonly to: number;
  /** `every other`: those of odd numbers are indexes of three platforms, four manifests each. */
  readonly indexes: "none" | "every other";
}

/** By the number of their tag and how many platforms they have: making them takes longer than pushing them. */
const made = new Map<string, GeneratedImage>();

/** Puts tags into a repository; the same numbers give the same digests. */
export function pushTags(store: RegistryStore, repository: string, { from, to, indexes }: TagsOrder): void {
  for (let number = from; number < to; number++) {
    const count = indexes === "every other" && number % 2 === 1 ? PLATFORMS.length : 1;
    pushImage(store, repository, `1.${number}`, imageOf(number, count));
  }
}

function imageOf(number: number, count: number): GeneratedImage {
  const key = `${number} ${count}`;
  const known = made.get(key);
  if (known) return known;
  const platforms = PLATFORMS.slice(0, count);
  const image = generateImage({ seed: `app:1.${number}`, platforms, layers: 1, layerSize: 1_000 });
  made.set(key, image);
  return image;
}
