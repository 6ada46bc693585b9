import { isCredentialRefused } from "../oci/auth/is-credential-refused.ts";
import { hasCode, type RegistryError } from "../oci/error.ts";
import { BlobStream } from "../oci/registry/blob-stream.ts";
import { openBlob } from "../oci/registry/blobs.ts";
import type { Repository } from "../oci/registry/repository.ts";
import { cancelUpload, type Mount, startUpload, type Upload } from "../oci/registry/uploads.ts";
import { abandonUpload } from "./abandon-upload.ts";
import type { Errand } from "./blobs.ts";
import type { Configs } from "./configs.ts";
import { abandonContent, type Content, openContent } from "./content.ts";
import { CopyError, onSide } from "./copy-error.ts";
import { LongUploadBroken } from "./long-upload-broken.ts";
import { type Relay, WholePutRefused } from "./relay.ts";
import type { CopyListener } from "./tally.ts";
import { verified } from "./verified.ts";

/** From this size on, one HEAD is cheaper than sending a blob in vain. */
const WORTH_A_LOOK = 1024 * 1024;

/** What {@link Mover} stands on. */
export interface MoverOptions {
  readonly relay: Relay;
  /** Has the bytes of some blobs already. */
  readonly configs: Configs;
  readonly listener: CopyListener;
  readonly signal: AbortSignal;
}

/**
 * Moves single blobs. `POST ?mount=` asks "have it?" and opens the upload in one request; in a repository that does not
 * exist yet the source is opened at the same time, because the answer will be no.
 */
export class Mover {
  readonly #options: MoverOptions;
  /** Registries that have answered a mount with "have it", so that their "no" can be believed. */
  readonly #answersMounts = new Set<string>();
  /** Registries that refuse the parameters of a mount. */
  readonly #refusesMounts = new Set<string>();

  constructor(options: MoverOptions) {
    this.#options = options;
  }

  /**
   * Moves a blob, all over again when the destination breaks off in the middle. `from` is the repository to mount it from,
   * the destination's own where no other is known to have it. False when the registry had it. Throws `CopyError`.
   */
  async move(errand: Errand, from: string): Promise<boolean> {
    const { blob, destination } = errand;
    const reference = `${destination.repository}@${blob.digest}`;
    const mended = new Set<string>();
    const attempt = async (): Promise<boolean> => {
      try {
        return await this.#moveOnce(errand, from);
      } catch (error) {
        if (error instanceof WholePutRefused) return await attempt();
        const isMendable =
          isMismatchAtSource(error) ||
          hasCode(error, "DIGEST_MISMATCH") ||
          isCredentialRefused(error) ||
          error instanceof LongUploadBroken;
        if (!isMendable) throw error;
        if (mended.has(error.code))
          throw error instanceof LongUploadBroken ? error.toFailure(reference) : error;
        mended.add(error.code);
        if (hasCode(error, "DIGEST_MISMATCH")) await this.#checkSource(errand);
        return await attempt();
      }
    };
    const work = destination.repository.registry.retry(attempt, this.#options.signal);
    return await onSide("destination", "upload", reference, work);
  }

  async #moveOnce(errand: Errand, from: string): Promise<boolean> {
    const { destination } = errand;
    const mayHaveIt = destination.resumed || from !== destination.repository.name;
    if (mayHaveIt || !(await destination.isNew(this.#options.signal))) {
      const upload = await this.#openUpload(errand, from);
      if (upload) await this.#relay(errand, upload, this.#openSource(errand));
      return upload !== undefined;
    }
    const content = this.#openSource(errand);
    content.catch(() => {});
    let upload: Upload | undefined;
    try {
      upload = await this.#openUpload(errand, from);
    } finally {
      if (!upload) void content.then(abandonContent, () => {});
    }
    if (upload) await this.#relay(errand, upload, content);
    else destination.resumed = true;
    return upload !== undefined;
  }

  /** `undefined` when the destination has the blob. */
  async #openUpload({ destination, blob }: Errand, from: string): Promise<Upload | undefined> {
    const { repository, distrusted } = destination;
    const { name } = repository.registry;
    const { signal } = this.#options;
    if (distrusted || this.#refusesMounts.has(name)) return await startUpload(repository, undefined, signal);
    const upload = await this.#mount(repository, { digest: blob.digest, from });
    if (!upload) this.#answersMounts.add(name);
    if (!upload || this.#answersMounts.has(name) || blob.size < WORTH_A_LOOK) return upload;
    const isThere = await destination.hasBlob(blob.digest, signal).catch(() => false);
    if (!isThere) return upload;
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
    const opening = openContent(source, blob, signal, (bytes) => listener.moved(bytes));
    return await onSide("source", "fetch", `${source}@${blob.digest}`, opening);
  }

  async #relay(errand: Errand, upload: Upload, opening: Promise<Content>): Promise<void> {
    const { registry } = upload.repository;
    const since = registry.now();
    try {
      await this.#send(errand, upload, opening).catch(async (error: unknown) => {
        if (!isCredentialRefused(error)) throw error;
        await this.#sendAgain(errand, upload, error);
      });
    } catch (error) {
      const failure = LongUploadBroken.from(registry, since, error);
      await abandonUpload(upload);
      throw failure;
    }
  }

  /**
   * A token ran out as the bytes went on their way. It has been forgotten by now, so that the next request gets a new one;
   * the upload has not, and takes the bytes from the start. Throws `refusal` where the registry no longer has the upload.
   */
  async #sendAgain(errand: Errand, upload: Upload, refusal: RegistryError): Promise<void> {
    try {
      await this.#send(errand, upload, this.#openSource(errand));
    } catch (error) {
      throw hasCode(error, "NOT_FOUND", "REJECTED") ? refusal : error;
    }
  }

  async #send({ source, blob }: Errand, upload: Upload, opening: Promise<Content>): Promise<void> {
    const { relay, signal, listener } = this.#options;
    let content: Content | undefined;
    try {
      content = await opening;
      await relay.send(content, upload, blob, signal);
      if (content instanceof Buffer) listener.moved(content.length);
    } catch (error) {
      if (content instanceof BlobStream) {
        listener.moved(-content.received);
        const { failure } = content;
        if (failure) await onSide("source", "fetch", `${source}@${blob.digest}`, Promise.reject(failure));
      }
      throw error;
    } finally {
      abandonContent(content);
    }
  }

  /**
   * The destination found other bytes than the digest names. The blob is fetched again and hashed, to know which side is
   * wrong: throws `CopyError` when it is the source.
   */
  async #checkSource({ source, blob }: Errand): Promise<void> {
    const hashing = async () => {
      const stream = await openBlob(source, blob, this.#options.signal);
      await verified((sink) => stream.flow(sink), blob)(() => undefined);
    };
    await onSide("source", "verify", `${source}@${blob.digest}`, hashing());
  }
}

/** We have hashed the bytes ourselves, and they were wrong: on the way perhaps, and only this time. */
function isMismatchAtSource(error: unknown): error is CopyError {
  return error instanceof CopyError && error.code === "DIGEST_MISMATCH";
}
