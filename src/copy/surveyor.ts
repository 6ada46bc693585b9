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
 * blobs.
 */
export class Surveyor {
  readonly #options: SurveyorOptions;
  readonly #tops: Tops;
  /** What the images surveyed so far need. */
  readonly #counted = new Set<string>();
  /** What the destinations have been asked for. */
  readonly #looks = new Map<string, Promise<boolean>>();

  constructor(options: SurveyorOptions) {
    const { manifests, signal } = options;
    this.#options = options;
    this.#tops = new Tops({ manifests, configs: new Configs(signal), signal });
  }

  /** Counts content that several images share for the first of them. Throws `CopyError`, as the copy would. */
  async survey(order: Order): Promise<Estimate> {
    return await this.#survey(order, { counted: this.#counted, mostManifests: Number.POSITIVE_INFINITY });
  }

  /**
   * The same as though nothing else were copied. Undefined: the image turned out to hold more than `mostManifests`, and no more of
   * it was fetched.
   */
  async surveyAlone(order: Order, mostManifests: number): Promise<Estimate | undefined> {
    try {
      return await this.#survey(order, { counted: new Set(), mostManifests });
    } catch (error) {
      if (error instanceof TooMany) return undefined;
      throw error;
    }
  }

  async #survey(order: Order, counting: Counting): Promise<Estimate> {
    const destination = this.#options.destinations.of(order.destination);
    const { manifest, platforms, isThere } = await this.#tops.find(order, destination);
    const estimate = { manifests: 0, bytes: manifest.bytes.length };
    if (isThere) return { ...estimate, platforms };
    const walk = { ...counting, source: order.source, destination, estimate, expected: 1 };
    if (isFirst(order.digest, counting)) estimate.manifests++;
    await this.#walk(manifest, walk, 0);
    return { ...estimate, platforms };
  }

  async #walk(manifest: RawManifest, walk: Walk, depth: number): Promise<void> {
    const { source, destination, estimate } = walk;
    const { repository } = destination;
    const { children, blobs } = await readManifest("source", source, manifest, depth);
    walk.expected += children.length;
    if (walk.expected > walk.mostManifests) throw new TooMany();
    const ours = blobs.filter((blob) => !isForeignType(blob.mediaType));
    refuseOversized(repository, ours);
    await settleAll([
      ...children.map(({ digest }) => this.#visitChild(digest, walk, depth + 1)),
      ...ours.map(async ({ digest, size }) => {
        // A blob that another repository of the registry gets can be mounted from there.
        if (!isFirst(`${repository.registry.name} ${digest}`, walk)) return;
        if (!(await this.#isThere("blob", digest, destination))) estimate.bytes += size;
      }),
    ]);
  }

  async #visitChild(digest: Digest, walk: Walk, depth: number): Promise<void> {
    const { source, destination, estimate } = walk;
    const { manifests, signal } = this.#options;
    if (!isFirst(`${destination.repository} ${digest}`, walk)) return;
    if (await this.#isThere("manifest", digest, destination)) return;
    const manifest = await manifests.fetch(source, digest, signal);
    if (isFirst(digest, walk)) estimate.manifests++;
    estimate.bytes += manifest.bytes.length;
    await this.#walk(manifest, walk, depth);
  }

  /** Many images may need the same; the destination is asked for it once. */
  #isThere(kind: "blob" | "manifest", digest: Digest, destination: Destination): Promise<boolean> {
    const key = `${kind} ${destination.repository}@${digest}`;
    const { signal } = this.#options;
    const looking =
      this.#looks.get(key) ??
      (kind === "blob" ? destination.hasBlob(digest, signal) : destination.hasManifest(digest, signal));
    this.#looks.set(key, looking);
    return looking;
  }
}

/** What a survey does not count again, and how far it goes. */
interface Counting {
  readonly counted: Set<string>;
  readonly mostManifests: number;
}

/** The way through one image. */
interface Walk extends Counting {
  readonly source: Repository;
  readonly destination: Destination;
  readonly estimate: { manifests: number; bytes: number };
  /** The manifests that it has shown so far. */
  expected: number;
}

/** Ends the survey of an image that holds too many manifests. */
class TooMany extends Error {}

function isFirst(key: string, { counted }: Counting): boolean {
  const isFirst = !counted.has(key);
  counted.add(key);
  return isFirst;
}
