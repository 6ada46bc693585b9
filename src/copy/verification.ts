import { digestOf } from "../oci/digest.ts";
import { hasCode } from "../oci/error.ts";
import type { Repository } from "../oci/registry/repository.ts";
import { patchBlob, putBlob, startUpload } from "../oci/registry/uploads.ts";
import { abandonUpload } from "./abandon-upload.ts";

/** Registries that are known to compare a blob's digest when its upload is closed, and the hosts where they do. */
const KNOWN: ReadonlyMap<string, string> = new Map([
  ["ghcr.io", "ghcr.io"],
  ["docker.io", "registry-1.docker.io"],
]);

const BYTES = Buffer.from("g");
const WRONG = digestOf(Buffer.from("not what is sent"));

/** Below this, in bytes, hashing costs less than a trial or the wait for one. */
const LITTLE = 16 * 1024 * 1024;

/**
 * Finds out, once per registry and run, whether a destination verifies what it is sent: hashing all of it a second time
 * costs more CPU than the rest of a copy. A registry that is not known is sent one byte under a wrong digest; unless it
 * refuses that with `DIGEST_INVALID`, what it is sent is hashed on our side, and so are small blobs until it has answered.
 * A known name that something else answers for is not trusted either, and put to the trial when there is much to send.
 */
export class Verification {
  readonly #sent = new Map<string, number>();
  readonly #trials = new Map<string, Trial>();

  /** Whether the registry of `repository` verifies a blob of `size` bytes for us. Never fails: no verdict is a no. */
  async verifies(repository: Repository, size: number, signal: AbortSignal): Promise<boolean> {
    const { name, endpoint } = repository.registry;
    if (endpoint.protocol === "https:" && KNOWN.get(name) === endpoint.host) return true;
    const sent = (this.#sent.get(name) ?? 0) + size;
    this.#sent.set(name, sent);
    if (KNOWN.has(name) && sent <= LITTLE) return false;
    const trial = this.#trials.get(name) ?? startTrial(repository, signal);
    this.#trials.set(name, trial);
    return trial.verdict ?? (size > LITTLE && (await trial.pending));
  }
}

interface Trial {
  readonly pending: Promise<boolean>;
  verdict?: boolean;
}

function startTrial(repository: Repository, signal: AbortSignal): Trial {
  const settle = (verdict: boolean) => {
    trial.verdict = verdict;
    return verdict;
  };
  const pending = refusesWrongDigest(repository, signal).catch(() => false);
  const trial: Trial = { pending: pending.then(settle) };
  return trial;
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
    // Blobs wait for the verdict, and nobody for this.
    void abandonUpload(upload);
    return hasCode(error, "DIGEST_MISMATCH");
  }
}
