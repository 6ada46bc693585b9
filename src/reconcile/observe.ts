import { CopyError, onSide } from "../copy/copy-error.ts";
import type { Manifests } from "../copy/manifests.ts";
import { hasSurplus, originOf } from "../copy/strip-index.ts";
import { hasCode } from "../oci/error.ts";
import { formatReference } from "../oci/reference.ts";
import { getManifest, headManifest } from "../oci/registry/manifests.ts";
import type { Repository } from "../oci/registry/repository.ts";
import type { TagTable } from "../oci/tag-facts.ts";
import type { Desired } from "../plan/desired.ts";
import type { Held, Observed } from "../plan/observed.ts";
import { believe } from "./believe.ts";
import type { DestinationTags } from "./destination-tags.ts";
import { explain } from "./explain.ts";
import type { History } from "./history.ts";
import type { Memory } from "./memory.ts";
import type { SourceLooks } from "./source-looks.ts";

/** What {@link observe} looks with. */
export interface Observer {
  readonly source: Repository;
  readonly destination: Repository;
  readonly looks: SourceLooks;
  /** All tags of the source, where it has told. */
  readonly table?: TagTable | undefined;
  readonly tags: DestinationTags;
  readonly manifests: Manifests;
  readonly history?: History | undefined;
  readonly memory?: Memory | undefined;
  readonly signal: AbortSignal;
}

/**
 * Finds what the two tags of an image point at now: with a HEAD on each side at the same time, or none at a source that has told, and
 * none at a destination that is trusted to hold what was brought from there. What a registry refuses is an observation too; only a
 * stopped run rejects.
 */
export async function observe(desired: Desired, observer: Observer): Promise<Observed> {
  const { history, signal } = observer;
  const last = history?.last(desired);
  const looking = observeSource(desired, observer).catch((error: unknown) =>
    sourceBehind(error, desired, observer),
  );
  const believed = last && history?.isTrusted(desired) ? believe(desired, last, await looking) : undefined;
  const [source, destination] = await Promise.all([
    looking,
    believed ??
      observeDestination(desired, observer).catch((error: unknown) => ({ problem: explain(error) })),
  ]);
  signal.throwIfAborted();
  return { source, destination, ...(last && { last }), ...(believed && { isBelieved: true }) };
}

async function observeSource(
  { source: { tag, digest, ...name } }: Desired,
  { source, looks, table, manifests, signal }: Observer,
): Promise<Observed["source"]> {
  if (digest !== undefined) return { digest };
  const wanted = tag ?? "latest";
  // A list may be behind what was pushed a moment ago: what it lacks is asked for.
  const facts = table?.get(wanted);
  if (facts?.digest !== undefined) return { digest: facts.digest };
  const reference = formatReference({ ...name, tag: wanted });
  const head = await onSide("source", "look up", reference, looks.head(source, wanted, signal));
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
