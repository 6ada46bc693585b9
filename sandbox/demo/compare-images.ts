import assert from "node:assert/strict";
import { type Digest, hasherFor } from "../../src/oci/digest.ts";
import { readManifest } from "../registry/read-manifest.ts";
import type { RegistryStore } from "../registry/store/registry-store.ts";

/** An image, by tag or digest, in a registry's own storage. */
export interface StoredImage {
  readonly store: RegistryStore;
  readonly repository: string;
  readonly reference: string;
}

/**
 * Compares two images from their tags down to the last blob, in the storage of the registries, past all that the tool
 * itself says: manifests byte for byte, blobs by hashing what the destination holds. Returns the digests that were found
 * equal, with their sizes in bytes; throws `AssertionError` at the first that is not.
 */
export function compareImages(source: StoredImage, destination: StoredImage): ReadonlyMap<Digest, number> {
  const equal = new Map<Digest, number>();
  compareManifests(source, destination, equal);
  return equal;
}

function compareManifests(source: StoredImage, destination: StoredImage, equal: Map<Digest, number>): void {
  const original = source.store.manifest(source.repository, source.reference);
  const copy = destination.store.manifest(destination.repository, destination.reference);
  assert(original, `there is no ${nameOf(source)}`);
  assert(copy, `there is no ${nameOf(destination)}`);
  assert(Buffer.compare(copy.bytes, original.bytes) === 0, `${nameOf(destination)} is not ${nameOf(source)}`);
  assert(copy.mediaType === original.mediaType, `${nameOf(destination)} has another media type`);
  equal.set(original.digest, original.bytes.length);
  const { children, blobs } = readManifest(original.mediaType, original.bytes);
  for (const { digest: reference } of children) {
    compareManifests({ ...source, reference }, { ...destination, reference }, equal);
  }
  for (const { digest } of blobs) {
    if (!equal.has(digest)) equal.set(digest, checkBlob(destination, digest));
  }
}

/** Returns its size. */
function checkBlob({ store, repository }: StoredImage, digest: Digest): number {
  const content = store.blob(repository, digest);
  assert(content, `there is no ${repository}@${digest}`);
  const hasher = hasherFor(digest);
  for (const chunk of content.read()) hasher.update(chunk);
  assert(digest.endsWith(`:${hasher.digest("hex")}`), `${repository}@${digest} holds other bytes`);
  return content.size;
}

function nameOf({ repository, reference }: StoredImage): string {
  return `${repository}${reference.includes(":") ? "@" : ":"}${reference}`;
}
