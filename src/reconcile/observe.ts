import { CopyError, onSide } from "../copy/copy-error.ts";
import type { Manifests } from "../copy/manifests.ts";
import { hasSurplus, originOf } from "../copy/strip-index.ts";
import { hasCode } from "../oci/error.ts";
import { formatReference } from "../oci/reference.ts";
import { getManifest, headManifest } from "../oci/registry/manifests.ts";
import type { Repository } from "../oci/registry/repository.ts";
import type { Desired } from "../plan/desired.ts";
import type { Held, Observed } from "../plan/observed.ts";
import type { DestinationTags } from "./destination-tags.ts";
import { explain } from "./explain.ts";
import type { Memory } from "./memory.ts";

/** What {@link observe} looks with. */
export interface Observer {
  readonly source: Repository;
  readonly destination: Repository;
  readonly tags: DestinationTags;
  readonly manifests: Manifests;
  readonly memory?: Memory | undefined;
  readonly signal: AbortSignal;
}

/**
 * Finds what the two tags of an image point at now, with a HEAD on each side at the same time. What a registry refuses is
 * an observation too; only a stopped run rejects.
 */
export async function observe(desired: Desired, observer: Observer): Promise<Observed> {
  const [source, destination] = await Promise.all([
    observeSource(desired, observer).catch((error: unknown) => sourceBehind(error, desired, observer)),
    observeDestination(desired, observer).catch((error: unknown) => ({ problem: explain(error) })),
  ]);
  observer.signal.throwIfAborted();
  return { source, destination };
}

async function observeSource(
  { source: { tag, digest, ...name } }: Desired,
  observer: Observer,
): Promise<Observed["source"]> {
  const { source, manifests, signal } = observer;
  if (digest !== undefined) return { digest };
  const wanted = tag ?? "latest";
  const reference = formatReference({ ...name, tag: wanted });
  const head = await onSide("source", "look up", reference, headManifest(source, wanted, signal));
  if (!head) return { missing: true };
  // Without a digest in the answer only the bytes tell; that costs a pull.
  return { digest: head.digest ?? (await manifests.fetch(source, wanted, signal)).digest };
}

function sourceBehind(error: unknown, desired: Desired, { memory }: Observer): Observed["source"] {
  const digest = isDenial(error) ? memory?.recallSource(desired) : undefined;
  return digest ? { digest } : { problem: explain(error) };
}

async function observeDestination(desired: Desired, observer: Observer): Promise<Observed["destination"]> {
  const { destination, tags, memory } = observer;
  const recall = () => memory?.recallDestination(desired) ?? ({ absent: true } as const);
  if (tags.isHidden) return recall();
  const looking =
    desired.platforms === "all" ? headDestination(desired, observer) : readDestination(desired, observer);
  try {
    const found = await onSide("destination", "look up", formatReference(desired.destination), looking);
    return found ?? { absent: true };
  } catch (error) {
    if (!isDenial(error)) throw error;
    if (memory) {
      tags.hide();
      return recall();
    }
    // GHCR answers alike for an absent package and a forbidden one. Only an upload tells which it is.
    await onSide("destination", "write to", destination.toString(), tags.probeWrite());
    return { absent: true };
  }
}

function isDenial(error: unknown): boolean {
  return error instanceof CopyError && hasCode(error.cause, "DENIED", "UNAUTHORIZED");
}

async function headDestination(desired: Desired, observer: Observer): Promise<Held | undefined> {
  const { tag, digest } = desired.destination;
  if (tag === undefined) {
    const head = await headManifest(observer.destination, digest ?? "", observer.signal);
    return head && digest && { digest };
  }
  const head = await observer.tags.head(tag);
  return head?.digest ? { digest: head.digest } : head && (await readDestination(desired, observer));
}

/** A stripped index has a digest of its own and says itself what it was made from: one read, at the destination. */
async function readDestination(
  { destination, platforms }: Desired,
  observer: Observer,
): Promise<Held | undefined> {
  try {
    const reference = destination.tag ?? destination.digest ?? "";
    const manifest = await getManifest(observer.destination, reference, observer.signal);
    const { digest } = manifest;
    if (platforms === "all") return { digest };
    const origin = originOf(manifest);
    return { digest, hasSurplus: hasSurplus(manifest, platforms), ...(origin && { origin }) };
  } catch (error) {
    if (hasCode(error, "NOT_FOUND")) return undefined;
    throw error;
  }
}
