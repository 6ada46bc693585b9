import type { Tag } from "../workload.ts";

/** What `tags` hold, everything counted once: the least that has to be moved. */
export interface ContentCounts {
  readonly manifests: number;
  readonly blobs: number;
}

/** Counts the distinct manifests (indexes too) and blobs (configurations too) of `tags`. */
export function countContent(tags: readonly Tag[]): ContentCounts {
  const images = tags.flatMap((tag) => tag.images);
  const layers = new Set(images.flatMap((image) => image.layers.map(({ seed, size }) => `${seed} ${size}`)));
  const names = new Set(images.map(({ name }) => name));
  const indexes = tags.filter(hasPlatforms).length;
  return { manifests: names.size + indexes, blobs: names.size + layers.size };
}

/** Whether `tag` is an index. */
export function hasPlatforms({ images }: Tag): boolean {
  return images.some(({ platform }) => platform !== undefined);
}
