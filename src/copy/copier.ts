import type { Digest } from "../oci/digest.ts";
import { getManifest } from "../oci/registry/manifests.ts";
import { Blobs } from "./blobs.ts";
import { Configs } from "./configs.ts";
import { onSide } from "./copy-error.ts";
import type { Destinations } from "./destinations.ts";
import { Graph, type Passage } from "./graph.ts";
import type { Manifests } from "./manifests.ts";
import { Mover } from "./mover.ts";
import type { Order } from "./order.ts";
import { StreamRelay } from "./relay.ts";
import { Slots } from "./slots.ts";
import { type CopyListener, Tally } from "./tally.ts";
import { Tops } from "./tops.ts";
import { Verification } from "./verification.ts";

/** What {@link Copier} stands on. */
export interface CopierOptions {
  readonly manifests: Manifests;
  readonly destinations: Destinations;
  /** Blobs on their way at the same time, over all images of the run. */
  readonly blobsInFlight: number;
  readonly listener: CopyListener;
  /** Ends everything that the copier does. */
  readonly signal: AbortSignal;
}

/** What has been done. Sizes in bytes. */
export interface Outcome {
  readonly digest: Digest;
  readonly moved: number;
  readonly mounted: number;
  /** For which platforms the image is, as far as that was looked into. */
  readonly platforms: readonly string[];
}

/**
 * Copies the images of one run, bytes verbatim: children before parents and the tag last, so that a tag never points at
 * half an image; each digest once, however many images name it.
 */
export class Copier {
  readonly #options: CopierOptions;
  readonly #tops: Tops;
  readonly #graph: Graph;

  constructor(options: CopierOptions) {
    const { manifests, blobsInFlight, listener, signal } = options;
    const configs = new Configs(signal);
    const relay = new StreamRelay(new Verification());
    const slots = new Slots(blobsInFlight);
    const mover = new Mover({ relay, configs, listener, signal });
    const blobs = new Blobs({ mover, slots, listener, signal });
    this.#options = options;
    this.#tops = new Tops({ manifests, configs, signal });
    this.#graph = new Graph({ manifests, blobs, listener, signal });
  }

  /** Copies one image. Throws `CopyError`; then the destination's tag is what it was before. */
  async copy(order: Order): Promise<Outcome> {
    const tally = new Tally();
    const destination = this.#options.destinations.of(order.destination);
    const passage = { source: order.source, destination, tally };
    const { manifest, platforms, isThere } = await this.#tops.find(order, destination);
    if (!isThere) await this.#graph.prepare(passage, manifest);
    if (order.backup) await this.#keepBackup(passage, order.backup);
    if (!isThere || order.tag !== undefined) {
      await this.#graph.store(passage, manifest, order.tag ?? manifest.digest);
    }
    return { digest: manifest.digest, moved: tally.moved, mounted: tally.mounted, platforms };
  }

  async #keepBackup(passage: Passage, { tag, digest }: NonNullable<Order["backup"]>): Promise<void> {
    const { repository } = passage.destination;
    const getting = getManifest(repository, digest, this.#options.signal);
    const manifest = await onSide("destination", "back up", `${repository}@${digest}`, getting);
    await this.#graph.put(passage, manifest, tag);
  }
}
