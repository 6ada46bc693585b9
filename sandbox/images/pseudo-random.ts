import { createCipheriv, createHash } from "node:crypto";

const STEP = 1024 * 1024;

/** Bytes that look random and are the same for the same seed everywhere: the key stream of AES-128-CTR. */
export function pseudoRandomBytes(seed: string, size: number): Uint8Array {
  return keyStream(seed).update(new Uint8Array(size));
}

/** The same bytes in steps of a mebibyte, each made when it is asked for. */
export function* pseudoRandomChunks(seed: string, size: number): Generator<Uint8Array> {
  const stream = keyStream(seed);
  const blank = new Uint8Array(STEP);
  for (let left = size; left > 0; left -= STEP) yield stream.update(blank.subarray(0, left));
}

function keyStream(seed: string) {
  const key = createHash("sha256").update(seed).digest();
  return createCipheriv("aes-128-ctr", key.subarray(0, 16), key.subarray(16));
}
