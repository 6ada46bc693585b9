import { createCipheriv, createHash } from "node:crypto";
import type { Layer } from "../workload.ts";

const CHUNK = Buffer.alloc(2 ** 20);
const GZIP_START = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);

/**
 * The bytes of a layer, in chunks of up to 1 MiB: an AES-CTR key stream under a key made from the seed. They start
 * like gzip (RFC 1952), because a tool that sees no compression may add its own and so change the digest.
 */
export function* noise({ seed, size }: Layer): Generator<Buffer> {
  const key = createHash("sha256").update(seed).digest().subarray(0, 16);
  const cipher = createCipheriv("aes-128-ctr", key, Buffer.alloc(16));
  for (let offset = 0; offset < size; offset += CHUNK.length) {
    const chunk = cipher.update(CHUNK.subarray(0, Math.min(CHUNK.length, size - offset)));
    if (offset === 0) GZIP_START.copy(chunk);
    yield chunk;
  }
}
