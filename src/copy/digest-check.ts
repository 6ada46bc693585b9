import { Transform, type TransformCallback } from "node:stream";
import { type Digest, hasherFor } from "../oci/digest.ts";
import { RegistryError } from "../oci/error.ts";

/** Passes bytes through and fails with `DIGEST_MISMATCH` at their end, before the last is out, unless they hash to `digest`. */
export class DigestCheck extends Transform {
  readonly #digest: Digest;
  readonly #hasher: ReturnType<typeof hasherFor>;
  #held: Buffer | undefined;

  constructor(digest: Digest) {
    super({ highWaterMark: 256 * 1024 });
    this.#digest = digest;
    this.#hasher = hasherFor(digest);
  }

  /** One chunk is always held back: an upload whose last bytes never come is not closed. */
  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#hasher.update(chunk);
    const ready = this.#held;
    this.#held = chunk;
    done(null, ready);
  }

  override _flush(done: TransformCallback): void {
    const algorithm = this.#digest.slice(0, this.#digest.indexOf(":"));
    const came = `${algorithm}:${this.#hasher.digest("hex")}`;
    if (came === this.#digest) return done(null, this.#held);
    done(new RegistryError("DIGEST_MISMATCH", `the bytes hash to ${came}, not to ${this.#digest}`));
  }
}
