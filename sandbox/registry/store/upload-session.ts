import { createHash, type Hash } from "node:crypto";
import type { Digest } from "../../../src/oci/digest.ts";
import { type BlobContent, heldContent, sunkContent } from "./blob-content.ts";

/** How an upload treats its bytes. */
export interface UploadTreatment {
  readonly keep: boolean;
  readonly hash: boolean;
}

/** One blob on its way in. What arrived before a connection broke stays. */
export class UploadSession {
  readonly id: string;
  readonly repository: string;
  /** Bytes received so far. */
  size = 0;
  readonly #treatment: UploadTreatment;
  readonly #chunks: Uint8Array[] = [];
  #hash: Hash | undefined;
  #algorithm = "sha256";

  constructor(id: string, repository: string, treatment: UploadTreatment) {
    this.id = id;
    this.repository = repository;
    this.#treatment = treatment;
  }

  /**
   * Takes a body to its end, hashing each byte once, with the algorithm of `digest` where that is known
   * already.
   */
  async receive(body: AsyncIterable<Uint8Array>, digest?: Digest): Promise<void> {
    if (digest !== undefined && this.#hash === undefined) this.#algorithm = algorithmOf(digest);
    for await (const chunk of body) this.#append(chunk);
  }

  /** The digest of what arrived, under the algorithm of `like`. */
  digest(like: Digest): Digest {
    const algorithm = algorithmOf(like);
    if (algorithm !== this.#algorithm) return `${algorithm}:${this.#hashAgain(algorithm)}`;
    return `${algorithm}:${(this.#hash ?? createHash(algorithm)).copy().digest("hex")}`;
  }

  /** What arrived, as a blob. */
  content(): BlobContent {
    return this.#treatment.keep ? heldContent(this.#chunks) : sunkContent(this.size);
  }

  #append(chunk: Uint8Array): void {
    this.size += chunk.length;
    if (this.#treatment.keep) this.#chunks.push(chunk);
    if (!this.#treatment.hash) return;
    this.#hash ??= createHash(this.#algorithm);
    this.#hash.update(chunk);
  }

  /** The bytes came before their algorithm was known: the rare price of a digest that is not SHA-256. */
  #hashAgain(algorithm: string): string {
    const hash = createHash(algorithm);
    for (const chunk of this.content().read()) hash.update(chunk);
    return hash.digest("hex");
  }
}

function algorithmOf(digest: Digest): string {
  return digest.slice(0, digest.indexOf(":"));
}
