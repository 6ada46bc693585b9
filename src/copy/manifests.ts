import type { Digest } from "../oci/digest.ts";
import { getManifest, type RawManifest } from "../oci/registry/manifests.ts";
import type { Repository } from "../oci/registry/repository.ts";
import { onSide } from "./copy-error.ts";

const MOST_BYTES = 16 * 1024 * 1024;

/**
 * The manifests of the sources, each fetched once in a run however many images share it: a registry bills these GETs. What
 * has been read is kept up to 16 MiB, the oldest going first.
 */
export class Manifests {
  /** The GETs that were answered, by registry: the pulls a run has spent. */
  readonly pulls = new Map<string, number>();
  readonly #fetched = new Map<string, Promise<RawManifest>>();
  #bytes = 0;

  /** By digest, or by tag where a registry tells no digest; a tag is always asked anew. Throws `CopyError`. */
  async fetch(source: Repository, reference: string, signal: AbortSignal): Promise<RawManifest> {
    const known = this.#fetched.get(reference);
    if (known) return await known;
    const fetching = this.#get(source, reference, signal);
    if (reference.includes(":")) this.#fetched.set(reference, fetching);
    try {
      const manifest = await fetching;
      this.#fetched.set(manifest.digest, fetching);
      await this.#trim(manifest);
      return manifest;
    } catch (error) {
      this.#fetched.delete(reference);
      throw error;
    }
  }

  async #get(source: Repository, reference: string, signal: AbortSignal): Promise<RawManifest> {
    const separator = reference.includes(":") ? "@" : ":";
    const name = `${source}${separator}${reference}`;
    const manifest = await onSide(
      "source",
      "fetch the manifest of",
      name,
      getManifest(source, reference, signal),
    );
    const { name: registry } = source.registry;
    this.pulls.set(registry, (this.pulls.get(registry) ?? 0) + 1);
    return manifest;
  }

  async #trim({ bytes, digest }: RawManifest): Promise<void> {
    this.#bytes += bytes.length;
    for (const [oldest, fetching] of this.#fetched) {
      if (this.#bytes <= MOST_BYTES || oldest === (digest satisfies Digest)) return;
      this.#fetched.delete(oldest);
      this.#bytes -= (await fetching).bytes.length;
    }
  }
}
