import { hasCode, type RegistryError } from "../oci/error.ts";
import type { Registry } from "../oci/registry/registry.ts";
import { CopyError } from "./copy-error.ts";

/** From so many milliseconds on an upload is long. */
const LONG = 300_000;
/** The registry began to count before we did. */
const NEARLY = 0.95;

/**
 * An upload broke that had gone on for longer than what is tried again and again: it is worth one more try, because other blobs
 * may have been in its way, and no more.
 */
export class LongUploadBroken extends Error {
  override readonly name = "LongUploadBroken";
  readonly code = "LONG_UPLOAD_BROKEN";
  readonly #registry: Registry;
  readonly #lasted: number;
  readonly #failure: RegistryError;

  private constructor(registry: Registry, lasted: number, failure: RegistryError) {
    super(failure.message, { cause: failure });
    this.#registry = registry;
    this.#lasted = lasted;
    this.#failure = failure;
  }

  /**
   * The failure of an upload that began at `since`, in the registry's time; as one of these where it was long, and ended by the
   * registry or on the way to it.
   */
  static from(registry: Registry, since: number, failure: unknown): unknown {
    const lasted = registry.now() - since;
    const isBreak = hasCode(failure, "INTERRUPTED", "TIMEOUT", "UNAVAILABLE", "NOT_FOUND", "REJECTED");
    return isBreak && lasted >= LONG ? new LongUploadBroken(registry, lasted, failure) : failure;
  }

  /** What to throw where it happened again: says so where it is the registry's limit. */
  toFailure(reference: string): Error {
    const { name, limits } = this.#registry;
    const { longestUpload = Number.POSITIVE_INFINITY } = limits;
    if (this.#lasted < longestUpload * NEARLY) return this.#failure;
    const words = `${name} ends uploads after ${longestUpload / 60_000} minutes, and this one took longer, twice: ${this.message}`;
    return new CopyError("destination", "upload", reference, "UPLOAD_CUT", words, this.#failure);
  }
}
