import type { Descriptor } from "../oci/descriptor.ts";
import type { Digest } from "../oci/digest.ts";
import { isForeignType } from "../oci/media-type.ts";
import { putManifest, type RawManifest } from "../oci/registry/manifests.ts";
import type { Repository } from "../oci/registry/repository.ts";
import type { Blobs, Errand } from "./blobs.ts";
import { CopyError, onSide } from "./copy-error.ts";
import type { Destination } from "./destination.ts";
import type { Manifests } from "./manifests.ts";
import { readManifest } from "./read-manifest.ts";
import { refuseOversized } from "./refuse-oversized.ts";
import { settleAll } from "./settle-all.ts";
import { shareWork } from "./share-work.ts";
import type { CopyListener, Tally } from "./tally.ts";

/** What {@link Graph} stands on. */
export interface GraphOptions {
  readonly manifests: Manifests;
  readonly blobs: Blobs;
  readonly listener: CopyListener;
  readonly signal: AbortSignal;
}

/** From where to where a graph goes, and on whose account. */
export interface Passage {
  readonly source: Repository;
  readonly destination: Destination;
  readonly tally: Tally;
}

/**
 * Brings what hangs below a manifest: children before parents. A child that the destination holds prunes all below it,
 * because a registry takes a manifest only with its content. A waiting parent holds no slot.
 */
export class Graph {
  readonly #options: GraphOptions;

  constructor(options: GraphOptions) {
    this.#options = options;
  }

  /** Brings everything below `manifest`, but not the manifest itself. Throws `CopyError`. */
  async prepare(passage: Passage, manifest: RawManifest): Promise<void> {
    await this.#bringContent(passage, manifest, 0);
  }

  /** Stores a prepared manifest. A registry that misses content it said it had gets all of it again, once. */
  async store(passage: Passage, manifest: RawManifest, reference: string, depth = 0): Promise<void> {
    try {
      await this.put(passage, manifest, reference);
    } catch (error) {
      if (!(error instanceof CopyError) || error.code !== "BLOB_UNKNOWN") throw error;
      passage.destination.distrust();
      await this.#bringContent(passage, manifest, depth);
      await this.put(passage, manifest, reference);
    }
  }

  /** Stores a manifest whose content is there. */
  async put({ destination, tally }: Passage, manifest: RawManifest, reference: string): Promise<void> {
    const { listener, signal } = this.#options;
    const { repository } = destination;
    const { length } = manifest.bytes;
    listener.expected(length);
    const name = `${repository}${reference.includes(":") ? "@" : ":"}${reference}`;
    await onSide(
      "destination",
      "push the manifest of",
      name,
      putManifest(repository, reference, manifest, signal),
    );
    destination.manifests.set(manifest.digest, Promise.resolve());
    listener.moved(length);
    tally.moved += length;
  }

  async #bringContent(passage: Passage, manifest: RawManifest, depth: number): Promise<void> {
    const { source, destination } = passage;
    const bringing = () => this.#bringParts(passage, manifest, depth);
    await shareWork(destination.contents, manifest.digest, source, bringing);
  }

  async #bringParts(passage: Passage, manifest: RawManifest, depth: number): Promise<void> {
    const { source, destination, tally } = passage;
    const { children, blobs } = await readManifest("source", source, manifest, depth);
    const ours = blobs.filter((blob) => !isForeignType(blob.mediaType));
    refuseOversized(destination.repository, ours);
    await settleAll([
      ...children.map((child) => this.#bringChild(passage, child, depth + 1)),
      ...ours.map((blob) => this.#bringBlob({ source, destination, blob, tally })),
    ]);
  }

  async #bringBlob(errand: Errand): Promise<void> {
    const { source, destination, blob } = errand;
    await shareWork(destination.blobs, blob.digest, source, () => this.#options.blobs.bring(errand));
  }

  async #bringChild(passage: Passage, { digest }: Descriptor, depth: number): Promise<void> {
    const { source, destination } = passage;
    const bringing = () => this.#bringChildOnce(passage, digest, depth);
    await shareWork(destination.manifests, digest, source, bringing);
  }

  async #bringChildOnce(passage: Passage, digest: Digest, depth: number): Promise<void> {
    const { manifests, signal } = this.#options;
    const { source, destination } = passage;
    if (await destination.hasManifest(digest, signal)) return;
    const manifest = await manifests.fetch(source, digest, signal);
    await this.#bringContent(passage, manifest, depth);
    await this.store(passage, manifest, digest, depth);
  }
}
