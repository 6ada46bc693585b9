import type { SandboxRegistry } from "../../sandbox/registry/start-registry.ts";
import type { RegistryStore } from "../../sandbox/registry/store/registry-store.ts";
import { parseManifest } from "../../src/oci/manifest.ts";
import { isForeignType } from "../../src/oci/media-type.ts";

/** An image in one of the stage's registries: `library/redis:7`, or with `@` and a digest. */
export interface Place {
  readonly registry: SandboxRegistry;
  readonly reference: string;
}

/** In what a copy differs from its original, byte for byte and all the way down. Empty: in nothing. */
export function differences(original: Place, copy: Place): readonly string[] {
  const [from, tag] = split(original.reference);
  const [to, copiedTag] = split(copy.reference);
  return compare(
    { store: original.registry.store, name: from },
    { store: copy.registry.store, name: to },
    tag,
    copiedTag,
  );
}

interface Shelf {
  readonly store: RegistryStore;
  readonly name: string;
}

function compare(from: Shelf, to: Shelf, reference: string, copied: string): readonly string[] {
  const original = from.store.manifest(from.name, reference);
  const copy = to.store.manifest(to.name, copied);
  if (!original) return [`there is no original ${reference}`];
  if (!copy) return [`${copied} is missing`];
  if (copy.mediaType !== original.mediaType)
    return [`${copied} is ${copy.mediaType}, not ${original.mediaType}`];
  if (!Buffer.from(copy.bytes).equals(original.bytes)) return [`${copied} has other bytes`];
  const { children, blobs } = parseManifest(original.bytes, original.mediaType);
  return [
    ...children.flatMap(({ digest }) => compare(from, to, digest, digest)),
    ...blobs
      .filter(({ mediaType, digest }) => !isForeignType(mediaType) && !sameBytes(from, to, digest))
      .map(({ digest }) => `the blob ${digest} is missing or has other bytes`),
  ];
}

function sameBytes(from: Shelf, to: Shelf, digest: Parameters<RegistryStore["blob"]>[1]): boolean {
  const [original, copy] = [from, to].map(({ store, name }) => store.blob(name, digest));
  return original !== undefined && copy !== undefined && bytesOf(copy).equals(bytesOf(original));
}

const bytesOf = (content: { read(): Iterable<Uint8Array> }) => Buffer.concat([...content.read()]);

function split(reference: string): readonly [name: string, reference: string] {
  const separator = reference.includes("@") ? "@" : ":";
  const at = reference.indexOf(separator);
  return [reference.slice(0, at), reference.slice(at + 1)];
}
