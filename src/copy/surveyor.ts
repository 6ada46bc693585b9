import type { Digest } from "../oci/digest.ts";
import { isForeignType } from "../oci/media-type.ts";
import type { RawManifest } from "../oci/registry/manifests.ts";
import type { Repository } from "../oci/registry/repository.ts";
import { Configs } from "./configs.ts";
import type { Destination } from "./destination.ts";
import type { Destinations } from "./destinations.ts";
import type { Manifests } from "./manifests.ts";
import type { Order } from "./order.ts";
import { readManifest } from "./read-manifest.ts";
import { refuseOversized } from "./refuse-oversized.ts";
import { settleAll } from "./settle-all.ts";
import { Tops } from "./tops.ts";

/** What a copy would cost. */
export interface Estimate {
  /** Manifests to be fetched from the source: the pulls it bills. */
  readonly manifests: number;
  readonly bytes: number;
  readonly platforms: readonly string[];
}

/** What {@link Surveyor} stands on. */
export interface SurveyorOptions {
  readonly manifests: Manifests;
  readonly destinations: Destinations;
  readonly signal: AbortSignal;
}

/**
 * Walks what a copy would walk and writes nothing: reads the manifests that the destination lacks, and asks it for their
 * blobs. Content that several images share is counted for the first of them.
 */
export class Surveyor {
  readonly #options: SurveyorOptions;
  readonly #tops: Tops;
  readonly #seen = new Set<string>();

  constructor(options: SurveyorOptions) {
    const { manifests, signal } = options;
    this.#options = options;
    this.#tops = new Tops({ manifests, configs: new Configs(signal), signal });
  }

  /** Throws `CopyError`, as the copy would. */
  async survey(order: Order): Promise<Estimate> {
    const destination = this.#options.destinations.of(order.destination);
    const { manifest, platforms, isThere } = await this.#tops.find(order, destination);
    const estimate = { manifests: 0, bytes: manifest.bytes.length };
    if (isThere) return { ...estimate, platforms };
    if (this.#isFirst(order.digest)) estimate.manifests++;
    await this.#walk(order.source, destination, manifest, estimate, 0);
    return { ...estimate, platforms };
  }

  async #walk(
    source: Repository,
    destination: Destination,
    manifest: RawManifest,
    estimate: Mutable,
    depth: number,
  ): Promise<void> {
    const { signal } = this.#options;
    const { repository } = destination;
    const { children, blobs } = await readManifest("source", source, manifest, depth);
    const ours = blobs.filter((blob) => !isForeignType(blob.mediaType));
    refuseOversized(repository, ours);
    await settleAll([
      ...children.map(({ digest }) => this.#visitChild(source, destination, digest, estimate, depth + 1)),
      ...ours.map(async ({ digest, size }) => {
        // A blob that another repository of the registry gets can be mounted from there.
        if (!this.#isFirst(`${repository.registry.name} ${digest}`)) return;
        if (!(await destination.hasBlob(digest, signal))) estimate.bytes += size;
      }),
    ]);
  }

  async #visitChild(
    source: Repository,
    destination: Destination,
    digest: Digest,
    estimate: Mutable,
    depth: number,
  ): Promise<void> {
    const { manifests, signal } = this.#options;
    if (!this.#isFirst(`${destination.repository} ${digest}`)) return;
    if (await destination.hasManifest(digest, signal)) return;
    const manifest = await manifests.fetch(source, digest, signal);
    if (this.#isFirst(digest)) estimate.manifests++;
    estimate.bytes += manifest.bytes.length;
    await this.#walk(source, destination, manifest, estimate, depth);
  }

  #isFirst(key: string): boolean {
    const isFirst = !this.#seen.has(key);
    this.#seen.add(key);
    return isFirst;
  }
}

type Mutable = { -readonly [Key in "manifests" | "bytes"]: Estimate[Key] };
