import { createHmac, randomBytes } from "node:crypto";
import type { Digest } from "../../src/oci/digest.ts";

const LIFETIME_MS = 10 * 60 * 1000;

/** Addresses of blobs on the storage host, good for ten minutes, as object stores sign them. */
export class SignedUrls {
  readonly #origin: string;
  readonly #now: () => number;
  readonly #secret = randomBytes(32);

  constructor(origin: string, now: () => number) {
    this.#origin = origin;
    this.#now = now;
  }

  sign(digest: Digest): string {
    const expires = this.#now() + LIFETIME_MS;
    return `${this.#origin}/blobs/${digest}?expires=${expires}&signature=${this.#signature(digest, expires)}`;
  }

  /** Whether an address was signed here for this digest and has not expired. */
  verify(digest: string, query: URLSearchParams): boolean {
    const expires = Number(query.get("expires"));
    return query.get("signature") === this.#signature(digest, expires) && expires >= this.#now();
  }

  #signature(digest: string, expires: number): string {
    return createHmac("sha256", this.#secret).update(`${digest} ${expires}`).digest("base64url");
  }
}
