import type { Descriptor } from "../oci/descriptor.ts";
import type { Repository } from "../oci/registry/repository.ts";
import type { Destination } from "./destination.ts";
import type { Mover } from "./mover.ts";
import type { Slots } from "./slots.ts";
import type { CopyListener, Tally } from "./tally.ts";

/** What {@link Blobs} stands on. */
export interface BlobsOptions {
  readonly mover: Mover;
  readonly slots: Slots;
  readonly listener: CopyListener;
  readonly signal: AbortSignal;
}

/** A blob to be brought: from where, to where, and on whose account. */
export interface Errand {
  readonly source: Repository;
  readonly destination: Destination;
  readonly blob: Descriptor;
  readonly tally: Tally;
}

/** Where a blob of the run went first; other repositories of that registry mount it from there. */
interface Home {
  readonly destination: Destination;
  readonly arrived: Promise<void>;
}

/** Brings blobs to destinations; what several destinations of a registry need goes to one of them and is mounted from there. */
export class Blobs {
  readonly #options: BlobsOptions;
  readonly #homes = new Map<string, Home>();

  constructor(options: BlobsOptions) {
    this.#options = options;
  }

  /** Resolves when the destination holds the blob. Throws `CopyError`. Asked once for a blob and a destination. */
  async bring(errand: Errand): Promise<void> {
    const { blob, tally } = errand;
    const { listener } = this.#options;
    listener.expected(blob.size);
    if (await this.#bringThroughHome(errand)) tally.moved += blob.size;
    else {
      tally.mounted += blob.size;
      listener.expected(-blob.size);
    }
  }

  /** The first destination of a blob becomes its home; the others wait for it to arrive there, holding no slot. */
  #bringThroughHome(errand: Errand): Promise<boolean> {
    const { source, destination, blob } = errand;
    const { repository } = destination;
    const key = `${repository.registry.name} ${blob.digest}`;
    const home = this.#homes.get(key);
    if (home && home.destination !== destination) return this.#bringFromHome(home, errand);
    const sameRegistry = source.registry.name === repository.registry.name;
    const moving = this.#moveInSlot(errand, sameRegistry ? source.name : repository.name);
    const arrived = moving.then(() => {});
    arrived.catch(() => this.#homes.delete(key));
    this.#homes.set(key, { destination, arrived });
    return moving;
  }

  async #bringFromHome(home: Home, errand: Errand): Promise<boolean> {
    const arrived = await home.arrived.then(
      () => true,
      () => false,
    );
    const { name } = arrived ? home.destination.repository : errand.destination.repository;
    return await this.#moveInSlot(errand, name);
  }

  #moveInSlot(errand: Errand, from: string): Promise<boolean> {
    const { mover, slots, signal } = this.#options;
    return slots.run(errand.blob.size, signal, () => mover.move(errand, from));
  }
}
