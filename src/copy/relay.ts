import type { Descriptor } from "../oci/descriptor.ts";
import { hasCode } from "../oci/error.ts";
import type { Producer } from "../oci/http/wire/sink.ts";
import { BlobStream } from "../oci/registry/blob-stream.ts";
import { finishUpload, patchBlob, putBlob, type Upload } from "../oci/registry/uploads.ts";
import type { Content } from "./content.ts";
import type { Verification } from "./verification.ts";
import { verified } from "./verified.ts";

/**
 * Carries the bytes of one blob from the source's response into the destination's upload. This is the whole of what a
 * faster way of moving bytes would have to replace.
 */
export interface Relay {
  send(content: Content, upload: Upload, blob: Descriptor, signal: AbortSignal): Promise<void>;
}

/** The registry takes no blob in one `PUT`; the next try sends it by `PATCH`. */
export class WholePutRefused extends Error {
  override readonly name = "WholePutRefused";
}

/**
 * Relays by one `PUT` with the whole blob, the fewest requests there can be; `PATCH` and `PUT` for a registry
 * that has refused that once. Hashes on the way where the destination does not verify.
 */
export class StreamRelay implements Relay {
  readonly #verification: Verification;
  readonly #needPatch = new Set<string>();

  constructor(verification: Verification) {
    this.#verification = verification;
  }

  async send(content: Content, upload: Upload, blob: Descriptor, signal: AbortSignal): Promise<void> {
    const { registry } = upload.repository;
    const body = content instanceof BlobStream ? await this.#stream(content, upload, blob, signal) : content;
    if (this.#needPatch.has(registry.name)) {
      const patched = await patchBlob(upload, blob.size, body, signal);
      return await finishUpload(patched, blob.digest, signal);
    }
    try {
      await putBlob(upload, blob, body, signal);
    } catch (error) {
      if (!hasCode(error, "REJECTED") || ![400, 405, 411, 415, 416, 501].includes(error.status ?? 0))
        throw error;
      this.#needPatch.add(registry.name);
      throw new WholePutRefused(error.message, { cause: error });
    }
  }

  async #stream(
    content: BlobStream,
    upload: Upload,
    blob: Descriptor,
    signal: AbortSignal,
  ): Promise<Producer> {
    const produce: Producer = (sink) => content.flow(sink);
    const isVerified = await this.#verification.verifies(upload.repository, blob.size, signal);
    return isVerified ? produce : verified(produce, blob);
  }
}
