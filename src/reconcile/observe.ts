import { CopyError, onSide } from "../copy/copy-error.ts";
import type { Manifests } from "../copy/manifests.ts";
import { originOf } from "../copy/strip-index.ts";
import { hasCode } from "../oci/error.ts";
import { formatReference } from "../oci/reference.ts";
import { getManifest, headManifest } from "../oci/registry/manifests.ts";
import type { Repository } from "../oci/registry/repository.ts";
import { cancelUpload, startUpload } from "../oci/registry/uploads.ts";
import type { Desired, Observed } from "../plan/plan.ts";
import type { DestinationTags } from "./destination-tags.ts";

/** What {@link observe} looks with. */
export interface Observer {
  readonly source: Repository;
  readonly destination: Repository;
  readonly tags: DestinationTags;
  readonly manifests: Manifests;
  readonly signal: AbortSignal;
}

/**
 * Finds what the two tags of an image point at now, with a HEAD on each side at the same time. Never throws for what a
 * registry says: that is an observation too. Rejects only when the run is stopped.
 */
export async function observe(desired: Desired, observer: Observer): Promise<Observed> {
  const [source, destination] = await Promise.all([
    observeSource(desired, observer).catch((error: unknown) => ({ error })),
    observeDestination(desired, observer).catch((error: unknown) => ({ error })),
  ]);
  observer.signal.throwIfAborted();
  return { source, destination };
}

async function observeSource({ source: { tag, digest, ...name } }: Desired, observer: Observer): Promise<Observed["source"]> {
  const { source, manifests, signal } = observer;
  if (digest !== undefined) return { digest };
  const wanted = tag ?? "latest";
  const reference = formatReference({ ...name, tag: wanted });
  const head = await onSide("source", "look up", reference, headManifest(source, wanted, signal));
  if (!head) return { missing: true };
  // Without a digest in the answer only the bytes tell; that costs a pull.
  return { digest: head.digest ?? (await manifests.fetch(source, wanted, signal)).digest };
}

async function observeDestination(desired: Desired, observer: Observer): Promise<Observed["destination"]> {
  const { destination, tags, signal } = observer;
  const { tag, digest } = desired.destination;
  const reference = formatReference(desired.destination);
  const looking = tag === undefined ? headManifest(destination, digest ?? "", signal) : tags.head(tag);
  try {
    const head = await onSide("destination", "look up", reference, looking);
    if (!head) return { absent: true };
    if (desired.platforms === "all" && head.digest) return { digest: head.digest };
    return await readDestination(destination, tag ?? digest ?? "", signal);
  } catch (error) {
    if (!(error instanceof CopyError) || !hasCode(error.cause, "DENIED", "UNAUTHORIZED")) throw error;
    // GHCR answers alike for an absent package and a forbidden one. Only an upload tells which it is.
    await onSide("destination", "write to", destination.toString(), probeWrite(destination, signal));
    return { absent: true };
  }
}

/** A stripped index has a digest of its own and says itself what it was made from: one read, at the destination. */
async function readDestination(repository: Repository, reference: string, signal: AbortSignal): Promise<Observed["destination"]> {
  const reading = getManifest(repository, reference, signal);
  const manifest = await onSide("destination", "read the manifest of", `${repository}:${reference}`, reading);
  const origin = originOf(manifest);
  return { digest: manifest.digest, ...(origin && { origin }) };
}

async function probeWrite(repository: Repository, signal: AbortSignal): Promise<void> {
  const upload = await startUpload(repository, undefined, signal);
  if (upload) await cancelUpload(upload, signal);
}
