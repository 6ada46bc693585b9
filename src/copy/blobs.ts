import type { Descriptor } from "../oci/descriptor.ts";
import { hasCode } from "../oci/error.ts";
import { BlobStream } from "../oci/registry/blob-stream.ts";
import { openBlob } from "../oci/registry/blobs.ts";
import type { Repository } from "../oci/registry/repository.ts";
import { cancelUpload, type Mount, startUpload, type Upload } from "../oci/registry/uploads.ts";
import type { Configs } from "./configs.ts";
import { onSide } from "./copy-error.ts";
import type { Destination } from "./destination.ts";
import { type Content, type Relay, WholePutRefused } from "./relay.ts";
import type { Slots } from "./slots.ts";
import type { CopyListener, Tally } from "./tally.ts";
import { verified } from "./verified.ts";

/** From this size on, one HEAD is cheaper than sending a blob in vain. */
const WORTH_A_LOOK = 1024 * 1024;

/** What {@link Blobs} stands on. */
export interface BlobsOptions {
  readonly relay: Relay;
  readonly slots: Slots;
  /** Has the bytes of some blobs already. */
  readonly configs: Configs;
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

/**
 * Brings blobs to destinations, each one once however many images name it. `POST ?mount=` asks "have it?" and opens the
 * upload in one request; in a repository that does not exist yet the source is opened at the same time.
 */
export class Blobs {
  readonly #options: BlobsOptions;
  readonly #homes = new Map<string, Home>();
  /** Registries that have answered a mount from the repository itself, so that a "no" of theirs can be believed. */
  readonly #answersMounts = new Set<string>();
  /** Registries that refuse the parameters of a mount. */
  readonly #refusesMounts = new Set<string>();

  constructor(options: BlobsOptions) {
    this.#options = options;
  }

  /** Resolves when the destination holds the blob. Throws `CopyError`. */
  async bring(errand: Errand): Promise<void> {
    const { destination, blob } = errand;
    const known = destination.blobs.get(blob.digest);
    if (known) return await known;
    const bringing = this.#bringOnce(errand);
    destination.blobs.set(blob.digest, bringing);
    await bringing;
  }

  async #bringOnce(errand: Errand): Promise<void> {
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
    const { slots, signal } = this.#options;
    return slots.run(errand.blob.size, signal, () => this.#move(errand, from));
  }

  /** Moves the blob, all over again when the destination breaks off in the middle. False when it was there. */
  async #move(errand: Errand, from: string): Promise<boolean> {
    const { registry } = errand.destination.repository;
    let mismatched = false;
    const attempt = async (): Promise<boolean> => {
      try {
        return await this.#moveOnce(errand, from);
      } catch (error) {
        if (error instanceof WholePutRefused) return await attempt();
        if (!hasCode(error, "DIGEST_MISMATCH") || mismatched) throw error;
        mismatched = true;
        await this.#checkSource(errand);
        return await attempt();
      }
    };
    const work = registry.retry(attempt, this.#options.signal);
    const { blob, destination } = errand;
    return await onSide("destination", "upload", `${destination.repository}@${blob.digest}`, work);
  }

  async #moveOnce(errand: Errand, from: string): Promise<boolean> {
    const { destination } = errand;
    const fresh = !destination.resumed && from === destination.repository.name;
    if (!fresh || !(await destination.isNew(this.#options.signal))) {
      const upload = await this.#openUpload(errand, from);
      return upload ? await this.#relay(errand, upload, this.#openSource(errand)) : false;
    }
    const content = this.#openSource(errand);
    content.catch(() => {});
    const upload = await this.#openUpload(errand, from).catch((error) => abandon(content, error));
    if (upload) return await this.#relay(errand, upload, content);
    await abandon(content);
    destination.resumed = true;
    return false;
  }

  /** `undefined` when the destination has the blob. */
  async #openUpload({ destination, blob }: Errand, from: string): Promise<Upload | undefined> {
    const { repository, distrusted } = destination;
    const { registry } = repository;
    const { signal } = this.#options;
    if (distrusted || this.#refusesMounts.has(registry.name))
      return await startUpload(repository, undefined, signal);
    const upload = await this.#mount(repository, { digest: blob.digest, from });
    if (!upload) this.#answersMounts.add(registry.name);
    if (!upload || this.#answersMounts.has(registry.name) || blob.size < WORTH_A_LOOK) return upload;
    if (!(await destination.hasBlob(blob.digest, signal))) return upload;
    await cancelUpload(upload, signal);
    return undefined;
  }

  async #mount(repository: Repository, mount: Mount): Promise<Upload | undefined> {
    const { signal } = this.#options;
    try {
      return await startUpload(repository, mount, signal);
    } catch (error) {
      if (!hasCode(error, "REJECTED", "NOT_FOUND", "DENIED", "UNAUTHORIZED")) throw error;
      const upload = await startUpload(repository, undefined, signal);
      if (mount.from === repository.name) this.#refusesMounts.add(repository.registry.name);
      return upload;
    }
  }

  async #openSource({ source, blob }: Errand): Promise<Content> {
    const { configs, signal, listener } = this.#options;
    const kept = configs.take(blob.digest);
    if (kept) return kept;
    const opening = openBlob(source, blob, signal, (bytes) => listener.moved(bytes));
    return await onSide("source", "fetch", `${source}@${blob.digest}`, opening);
  }

  async #relay(errand: Errand, upload: Upload, opening: Promise<Content>): Promise<boolean> {
    const { relay, signal, listener } = this.#options;
    const { source, blob } = errand;
    let content: Content | undefined;
    try {
      content = await opening;
      await relay.send(content, upload, blob, signal);
      if (content instanceof Buffer) listener.moved(blob.size);
      return true;
    } catch (error) {
      if (content instanceof BlobStream) listener.moved(-content.received);
      // The run may be ending: the registry is told all the same, briefly.
      await cancelUpload(upload, AbortSignal.timeout(2_000)).catch(() => {});
      const failure = content instanceof BlobStream && content.failure;
      if (failure) await onSide("source", "fetch", `${source}@${blob.digest}`, Promise.reject(failure));
      throw error;
    } finally {
      if (content instanceof BlobStream) content.abandon();
    }
  }

  /**
   * The destination found other bytes than the digest names. The blob is fetched again and hashed, to know which side is
   * wrong: throws `CopyError` when it is the source.
   */
  async #checkSource({ source, blob }: Errand): Promise<void> {
    const { signal } = this.#options;
    const name = `${source}@${blob.digest}`;
    const hashing = async () => {
      const stream = await openBlob(source, blob, signal);
      await verified((sink) => stream.flow(sink), blob)(() => undefined);
    };
    await onSide("source", "verify", name, hashing());
  }
}

async function abandon(content: Promise<Content>, reason?: unknown): Promise<undefined> {
  const stream = await content.catch(() => undefined);
  if (stream instanceof BlobStream) stream.abandon();
  if (reason !== undefined) throw reason;
  return undefined;
}
