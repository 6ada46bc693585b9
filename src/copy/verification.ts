import { digestOf } from "../oci/digest.ts";
import { hasCode } from "../oci/error.ts";
import type { Repository } from "../oci/registry/repository.ts";
import { cancelUpload, patchBlob, putBlob, startUpload } from "../oci/registry/uploads.ts";

/** Registries that are known to compare a blob's digest when its upload is closed. */
const KNOWN = new Set(["ghcr.io", "docker.io"]);

const BYTES = Buffer.from("g");
const WRONG = digestOf(Buffer.from("not what is sent"));

/**
 * Finds out, once per registry and run, whether a destination verifies what it is sent: hashing every blob a second time
 * costs more CPU than all the rest of a copy. A registry that is not known is sent one byte under a wrong digest; unless
 * it refuses that with `DIGEST_INVALID`, the stream is hashed on our side.
 */
export class Verification {
  readonly #verdicts = new Map<string, Promise<boolean>>();

  /** Whether the registry of `repository` verifies. Never fails: no verdict is a no. */
  async verifies(repository: Repository, signal: AbortSignal): Promise<boolean> {
    const { name } = repository.registry;
    if (KNOWN.has(name)) return true;
    const verdict = this.#verdicts.get(name) ?? refusesWrongDigest(repository, signal).catch(() => false);
    this.#verdicts.set(name, verdict);
    return await verdict;
  }
}

/** By `PATCH` first: docker-registry cannot cancel an upload whose last `PUT` brought bytes. */
async function refusesWrongDigest(repository: Repository, signal: AbortSignal): Promise<boolean> {
  let upload = await startUpload(repository, undefined, signal);
  if (!upload) return false;
  try {
    upload = await patchBlob(upload, BYTES.length, BYTES, signal);
    await putBlob(upload, { digest: WRONG, size: 0 }, Buffer.alloc(0), signal);
    return false;
  } catch (error) {
    // Blobs wait for the verdict, and nobody for this. The run may be ending: the registry is told all the same.
    cancelUpload(upload, AbortSignal.timeout(2_000)).catch(() => {});
    return hasCode(error, "DIGEST_MISMATCH");
  }
}
