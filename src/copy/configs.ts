import type { Descriptor } from "../oci/descriptor.ts";
import type { Digest } from "../oci/digest.ts";
import type { Manifest } from "../oci/manifest.ts";
import { isImageConfigType } from "../oci/media-type.ts";
import type { Platform } from "../oci/platform.ts";
import type { Repository } from "../oci/registry/repository.ts";
import { readContent } from "./content.ts";
import { onSide } from "./copy-error.ts";

const LARGEST_CONFIG = 1024 * 1024;
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * Reads the configs of single images, which alone say for what platform they are. The bytes are kept until the blob itself
 * is brought, so that a config is fetched once; up to 16 MiB, the oldest going first.
 */
export class Configs {
  readonly #signal: AbortSignal;
  readonly #platforms = new Map<Digest, Promise<Platform | undefined>>();
  readonly #bytes = new Map<Digest, Buffer>();
  #kept = 0;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** The platform of an image; `undefined` for an artifact, and for a config too large to look at. Throws `CopyError`. */
  async platformOf(source: Repository, { blobs: [config] }: Manifest): Promise<Platform | undefined> {
    if (!config || !isImageConfigType(config.mediaType) || config.size > LARGEST_CONFIG) return undefined;
    const known = this.#platforms.get(config.digest) ?? this.#read(source, config);
    this.#platforms.set(config.digest, known);
    return await known;
  }

  /** Hands over the bytes of a config that was read here, once. */
  take(digest: Digest): Buffer | undefined {
    const bytes = this.#bytes.get(digest);
    this.#forget(digest);
    return bytes;
  }

  async #read(source: Repository, config: Descriptor): Promise<Platform | undefined> {
    const reading = readContent(source, config, this.#signal);
    const bytes = await onSide("source", "fetch", `${source}@${config.digest}`, reading);
    this.#keep(config.digest, bytes);
    return parsePlatformOf(bytes);
  }

  #keep(digest: Digest, bytes: Buffer): void {
    this.#bytes.set(digest, bytes);
    this.#kept += bytes.length;
    for (const oldest of this.#bytes.keys()) {
      if (this.#kept <= MOST_BYTES) return;
      this.#forget(oldest);
    }
  }

  #forget(digest: Digest): void {
    this.#kept -= this.#bytes.get(digest)?.length ?? 0;
    this.#bytes.delete(digest);
  }
}

/** OCI image-spec, config.md: `os`, `architecture` and `variant` stand at the top. */
function parsePlatformOf(bytes: Buffer): Platform | undefined {
  try {
    const { os, architecture, variant } = JSON.parse(bytes.toString("utf8")) as Record<string, unknown>;
    if (typeof os !== "string" || typeof architecture !== "string" || os === "" || architecture === "")
      return undefined;
    return { os, architecture, ...(typeof variant === "string" && variant !== "" && { variant }) };
  } catch {
    return undefined;
  }
}
