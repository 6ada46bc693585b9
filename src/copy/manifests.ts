import { type Digest, isDigest } from "../oci/digest.ts";
import { getManifest, type RawManifest } from "../oci/registry/manifests.ts";
import type { Repository } from "../oci/registry/repository.ts";
import { onSide } from "./copy-error.ts";

/** Of what has been read, in bytes. */
const MOST_KEPT = 16 * 1024 * 1024;

/** A manifest on its way, and from which repository. */
interface Fetching {
  readonly source: string;
  readonly manifest: Promise<RawManifest>;
}

/**
 * The manifests of the sources, each fetched once in a run however many images share it: a registry bills these GETs. What
 * has been read is kept up to a limit, 16 MiB unless told otherwise, the oldest going first.
 */
export class Manifests {
  /** The GETs that were answered, by registry: the pulls a run has spent. */
  readonly pulls = new Map<string, number>();
  readonly #fetching = new Map<string, Fetching>();
  readonly #kept = new Map<Digest, RawManifest>();
  readonly #mostKept: number;
  #bytes = 0;

  constructor(mostKept: number = MOST_KEPT) {
    this.#mostKept = mostKept;
  }

  /** By digest, or by tag where a registry tells no digest; a tag is always asked anew. Throws `CopyError`. */
  async fetch(source: Repository, reference: string, signal: AbortSignal): Promise<RawManifest> {
    if (!isDigest(reference)) return await this.#get(source, reference, signal);
    const kept = this.#kept.get(reference);
    if (kept) return kept;
    const underWay = this.#fetching.get(reference);
    if (underWay?.source === `${source}`) return await underWay.manifest;
    // What another repository does not give, this one may.
    if (underWay) {
      const given = await underWay.manifest.catch(() => undefined);
      return given ?? (await this.fetch(source, reference, signal));
    }
    const manifest = this.#get(source, reference, signal);
    this.#fetching.set(reference, { source: `${source}`, manifest });
    try {
      return await manifest;
    } finally {
      this.#fetching.delete(reference);
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
    this.#keep(manifest);
    return manifest;
  }

  #keep(manifest: RawManifest): void {
    if (this.#kept.has(manifest.digest)) return;
    this.#kept.set(manifest.digest, manifest);
    this.#bytes += manifest.bytes.length;
    for (const [digest, { bytes }] of this.#kept) {
      if (this.#bytes <= this.#mostKept) return;
      this.#kept.delete(digest);
      this.#bytes -= bytes.length;
    }
  }
}
