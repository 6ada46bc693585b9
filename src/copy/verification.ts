import { digestOf } from "../oci/digest.ts";
import { hasCode } from "../oci/error.ts";
import type { Repository } from "../oci/registry/repository.ts";
import {
  cancelUpload,
  finishUpload,
  patchBlob,
  putBlob,
  startUpload,
  type Upload,
} from "../oci/registry/uploads.ts";

/** Registries that are known to compare a blob's digest when its upload is closed. */
const KNOWN = new Set(["ghcr.io", "docker.io"]);

const BYTES = Buffer.from("g");
const WRONG = { digest: digestOf(Buffer.from("not what is sent")), size: BYTES.length };

/**
 * Finds out, once per registry and run, whether a destination verifies what it is sent: hashing every blob a second time
 * costs more CPU than all the rest of a copy. A registry that is not known is sent one byte under a wrong digest; unless
 * it refuses that with `DIGEST_INVALID`, the stream is hashed on our side.
 */
export class Verification {
  readonly #verdicts = new Map<string, Promise<boolean>>();

  /** Whether the registry of `repository` verifies. Never fails: no verdict is a no. */
  verifies(repository: Repository, signal: AbortSignal): Promise<boolean> {
    const { name } = repository.registry;
    if (KNOWN.has(name)) return Promise.resolve(true);
    const known = this.#verdicts.get(name);
    if (known) return known;
    const verdict = refusesWrongDigest(repository, signal).catch(() => false);
    this.#verdicts.set(name, verdict);
    return verdict;
  }
}

async function refusesWrongDigest(repository: Repository, signal: AbortSignal): Promise<boolean> {
  const whole = await isRefused(repository, signal, (upload) => putBlob(upload, WRONG, BYTES, signal));
  if (whole !== undefined) return whole;
  // The refusal was about something else, such as a PUT with a body.
  const patched = await isRefused(repository, signal, async (upload) => {
    await finishUpload(await patchBlob(upload, BYTES.length, BYTES, signal), WRONG.digest, signal);
  });
  return patched ?? false;
}

/** Yes, no, or `undefined` for a refusal that says nothing about digests. The upload is cancelled. */
async function isRefused(
  repository: Repository,
  signal: AbortSignal,
  send: (upload: Upload) => Promise<void>,
): Promise<boolean | undefined> {
  const upload = await startUpload(repository, undefined, signal);
  if (!upload) return undefined;
  try {
    await send(upload);
    return false;
  } catch (error) {
    await cancelUpload(upload, signal).catch(() => {});
    return hasCode(error, "DIGEST_MISMATCH") ? true : undefined;
  }
}
