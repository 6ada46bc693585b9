import type { Descriptor } from "../oci/descriptor.ts";
import { type Digest, hasherFor } from "../oci/digest.ts";
import { RegistryError } from "../oci/error.ts";
import type { Producer, Sink } from "../oci/http/wire/sink.ts";

/**
 * The same bytes, hashed on the way. Fails with `DIGEST_MISMATCH` before it passes the last piece on, so that an upload of
 * wrong bytes is never complete.
 */
export function verified(produce: Producer, { digest, size }: Pick<Descriptor, "digest" | "size">): Producer {
  return async (sink: Sink) => {
    const hasher = hasherFor(digest);
    let seen = 0;
    await produce((chunk) => {
      hasher.update(chunk);
      seen += chunk.length;
      if (seen === size) compare(digest, hasher.digest("hex"));
      return sink(chunk);
    });
    if (size === 0) compare(digest, hasher.digest("hex"));
  };
}

function compare(digest: Digest, hex: string): void {
  const algorithm = digest.slice(0, digest.indexOf(":"));
  if (digest === `${algorithm}:${hex}`) return;
  throw new RegistryError(
    "DIGEST_MISMATCH",
    `the source's bytes hash to ${algorithm}:${hex}, not to ${digest}`,
  );
}
