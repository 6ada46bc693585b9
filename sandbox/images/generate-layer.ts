import { gzipSync } from "node:zlib";
import { type Digest, digestOf } from "../../src/oci/digest.ts";
import { pseudoRandomBytes } from "./pseudo-random.ts";
import { writeTar } from "./tar.ts";

/** The bytes of a layer, of no media type yet, and the digest of its uncompressed tar. */
export interface Layer {
  readonly bytes: Uint8Array;
  readonly digest: Digest;
  readonly diffId: Digest;
}

/** Up to this size a layer is a true archive that can be unpacked. */
const ARCHIVE_LIMIT = 64 * 1024;

/**
 * A layer from a seed. Up to 64 KiB: a gzipped tar of one file of `size` random bytes (so the blob is some
 * 150 bytes longer). Above: exactly `size` random bytes that nobody can unpack, because compressing them
 * would take longer than copying does.
 */
export function generateLayer(seed: string, size: number): Layer {
  const content = pseudoRandomBytes(seed, size);
  if (size > ARCHIVE_LIMIT) {
    const digest = digestOf(content);
    return { bytes: content, digest, diffId: digest };
  }
  const tar = writeTar([{ path: `${digestOf(Buffer.from(seed)).slice(7, 19)}.bin`, bytes: content }]);
  const bytes = gzipSync(tar);
  return { bytes, digest: digestOf(bytes), diffId: digestOf(tar) };
}

/** Several layers of one seed: such as a base that many images share. */
export function generateLayers(seed: string, count: number, size: number): Layer[] {
  return Array.from({ length: count }, (_, index) => generateLayer(`${seed}/${index}`, size));
}
