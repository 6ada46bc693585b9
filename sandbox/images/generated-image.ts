import type { Descriptor } from "../../src/oci/descriptor.ts";
import { digestOf } from "../../src/oci/digest.ts";

/** Bytes, and the descriptor that points at them. */
export interface GeneratedContent {
  readonly descriptor: Descriptor;
  readonly bytes: Uint8Array;
}

/** Something that can be pushed under one tag, complete. */
export interface GeneratedImage {
  /** What a tag points at: the last of `manifests`. */
  readonly root: Descriptor;
  /** Children before parents. */
  readonly manifests: readonly GeneratedContent[];
  /** Each digest once. */
  readonly blobs: readonly GeneratedContent[];
}

/** Bytes with their descriptor. */
export function contentOf(
  mediaType: string,
  bytes: Uint8Array,
  more: Omit<Descriptor, "mediaType" | "digest" | "size"> = {},
): GeneratedContent {
  return { descriptor: { mediaType, digest: digestOf(bytes), size: bytes.length, ...more }, bytes };
}

/** A JSON document with its descriptor. Equal values give equal bytes. */
export function jsonContent(
  mediaType: string,
  value: unknown,
  more: Omit<Descriptor, "mediaType" | "digest" | "size"> = {},
): GeneratedContent {
  return contentOf(mediaType, Buffer.from(JSON.stringify(value)), more);
}

/** One image of manifests, the last of which is its root, and blobs, of which doubles are dropped. */
export function imageOf(
  manifests: readonly [...GeneratedContent[], GeneratedContent],
  blobs: readonly GeneratedContent[],
): GeneratedImage {
  const root = manifests[manifests.length - 1] ?? manifests[0];
  return { root: root.descriptor, manifests: distinct(manifests), blobs: distinct(blobs) };
}

function distinct(contents: readonly GeneratedContent[]): GeneratedContent[] {
  return [...new Map(contents.map((content) => [content.descriptor.digest, content])).values()];
}
