import { createHash, type Hash } from "node:crypto";

/** A content digest in its canonical form, `<algorithm>:<lower-case hex>`. OCI image-spec, descriptor.md, "Digests". */
export type Digest = `${string}:${string}`;

const HEX_LENGTH: ReadonlyMap<string, number> = new Map([
  ["sha256", 64],
  ["sha384", 96],
  ["sha512", 128],
]);

/** Whether `text` is a digest of a registered algorithm with the right number of lower-case hex characters. */
export function isDigest(text: string): text is Digest {
  const colon = text.indexOf(":");
  const length = HEX_LENGTH.get(text.slice(0, Math.max(colon, 0)));
  const hex = text.slice(colon + 1);
  return length === hex.length && /^[0-9a-f]+$/.test(hex);
}

/** The digest of `bytes` under the algorithm of `like` (default SHA-256), to be compared with what was promised. */
export function digestOf(bytes: Uint8Array, like: Digest = "sha256:"): Digest {
  const hash = hasherFor(like);
  return `${algorithmOf(like)}:${hash.update(bytes).digest("hex")}`;
}

/** A running hash of the algorithm that `digest` names. */
export function hasherFor(digest: Digest): Hash {
  return createHash(algorithmOf(digest));
}

/** The first 12 hex characters: how reports and backup tags name a digest. */
export function shortDigest(digest: Digest): string {
  return digest.slice(digest.indexOf(":") + 1, digest.indexOf(":") + 13);
}

function algorithmOf(digest: Digest): string {
  return digest.slice(0, digest.indexOf(":"));
}
