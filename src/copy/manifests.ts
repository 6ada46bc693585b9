import { type Digest, isDigest } from "../oci/digest.ts";
import { getManifest, type RawManifest } from "../oci/registry/manifests.ts";
import { isPullRefusal } from "../oci/registry/pull-limit.ts";
import type { Repository } from "../oci/registry/repository.ts";
import { onSide } from "./copy-error.ts";
import { type PullGate, PullsSpentError } from "./pull-gate.ts";

/** Of what has been read, in bytes. */
const MOST_KEPT = 16 * 1024 * 1024;

/** What {@link Manifests} goes by. */
export interface ManifestsOptions {
  /** Bytes that are kept of what has been read. Default: 16 MiB. */
  readonly mostKept?: number;
  /** Grants the pulls. Without it none is held back. */
  readonly gate?: PullGate | undefined;
}

/** A manifest on its way, and from which repository. */
interface Fetching {
  readonly source: string;
  readonly manifest: Promise<RawManifest>;
}

/**
 * The manifests of the sources, each fetched once in a run however many images share it: a registry bills these GETs. What
 * has been read is kept up to a limit, the oldest going first. A registry that has no pull left is not asked again.
 */
export class Manifests {
  /** The GETs that were answered, by registry: the pulls a run has spent. */
  readonly pulls = new Map<string, number>();
  readonly #fetching = new Map<string, Fetching>();
  readonly #kept = new Map<Digest, RawManifest>();
  readonly #spent = new Map<string, PullsSpentError>();
  readonly #mostKept: number;
  readonly #gate: PullGate | undefined;
  #bytes = 0;

  constructor({ mostKept = MOST_KEPT, gate }: ManifestsOptions = {}) {
    this.#mostKept = mostKept;
    this.#gate = gate;
  }

  /** That a registry, by its name, has granted its last pull of this run. */
  spentAt(registry: string): PullsSpentError | undefined {
    return this.#spent.get(registry);
  }

  /** Whether it is kept or on its way, and takes no pull. */
  has(digest: Digest): boolean {
    return this.#kept.has(digest) || this.#fetching.has(digest);
  }

  /** By digest, or by tag where a registry tells no digest; a tag is always asked anew. Throws `CopyError`, also `PULLS_SPENT`. */
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
    const pulling = this.#pull(source, reference, signal);
    const manifest = await onSide("source", "fetch the manifest of", name, pulling);
    const { name: registry } = source.registry;
    this.pulls.set(registry, (this.pulls.get(registry) ?? 0) + 1);
    this.#keep(manifest);
    return manifest;
  }

  async #pull(source: Repository, reference: string, signal: AbortSignal): Promise<RawManifest> {
    const { registry } = source;
    const spent = this.#spent.get(registry.name);
    if (spent) throw spent;
    if (!this.#gate) return await getManifest(source, reference, signal);
    try {
      await this.#gate.take(registry, signal);
      return await getManifest(source, reference, signal);
    } catch (error) {
      const why = isPullRefusal(error) ? await this.#gate.refused(registry, signal) : error;
      if (why instanceof PullsSpentError) this.#spent.set(registry.name, why);
      throw why;
    }
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
