import type { Digest } from "../oci/digest.ts";
import { hasCode } from "../oci/error.ts";
import { type Manifest, parseManifest } from "../oci/manifest.ts";
import { isIndexType } from "../oci/media-type.ts";
import { formatPlatform, type Platform } from "../oci/platform.ts";
import { getManifest, type RawManifest } from "../oci/registry/manifests.ts";
import type { Repository } from "../oci/registry/repository.ts";
import { Blobs } from "./blobs.ts";
import { Configs } from "./configs.ts";
import { CopyError, onSide } from "./copy-error.ts";
import { Destination } from "./destination.ts";
import { Graph, type Passage } from "./graph.ts";
import type { Manifests } from "./manifests.ts";
import { StreamRelay } from "./relay.ts";
import { Slots } from "./slots.ts";
import { isWanted, stripIndex } from "./strip-index.ts";
import { type CopyListener, Tally } from "./tally.ts";
import { Verification } from "./verification.ts";

/** What {@link Copier} stands on. */
export interface CopierOptions {
  readonly manifests: Manifests;
  /** Blobs on their way at the same time, over all images of the run. */
  readonly blobsInFlight: number;
  readonly listener: CopyListener;
  /** Ends everything that the copier does. */
  readonly signal: AbortSignal;
}

/** One image to be copied. */
export interface Order {
  readonly source: Repository;
  /** What the source's tag pointed at when it was looked at: this is copied, even if the tag has moved on since. */
  readonly digest: Digest;
  readonly destination: Repository;
  /** `undefined`: the image is stored by its digest only. */
  readonly tag: string | undefined;
  readonly platforms: "all" | readonly Platform[];
  /** What the destination's tag points at now and is to be kept under another tag. */
  readonly backup?: { readonly tag: string; readonly digest: Digest };
}

/** What has been done. Sizes in bytes. */
export interface Outcome {
  readonly digest: Digest;
  readonly moved: number;
  readonly mounted: number;
  /** For which platforms the image is, as far as it was looked into. */
  readonly platforms: readonly string[];
}

/**
 * Copies the images of one run, bytes verbatim: children before parents and the tag last, so that a tag never points at
 * half an image; each digest once, however many images name it.
 */
export class Copier {
  readonly #options: CopierOptions;
  readonly #configs: Configs;
  readonly #graph: Graph;
  readonly #verification = new Verification();
  readonly #destinations = new Map<string, Destination>();

  constructor(options: CopierOptions) {
    const { manifests, blobsInFlight, listener, signal } = options;
    this.#options = options;
    this.#configs = new Configs(signal);
    const relay = new StreamRelay(this.#verification);
    const slots = new Slots(blobsInFlight);
    const blobs = new Blobs({ relay, slots, configs: this.#configs, listener, signal });
    this.#graph = new Graph({ manifests, blobs, listener, signal });
  }

  /** What the run knows of a destination repository. */
  destination(repository: Repository): Destination {
    const key = repository.toString();
    const known = this.#destinations.get(key) ?? new Destination(repository);
    this.#destinations.set(key, known);
    return known;
  }

  /** Copies one image. Throws `CopyError`; then the destination's tag is what it was before. */
  async copy(order: Order): Promise<Outcome> {
    const tally = new Tally();
    const destination = this.destination(order.destination);
    const passage = { source: order.source, destination, tally };
    const there = order.platforms === "all" ? await this.#findAtDestination(destination, order.digest) : undefined;
    const { manifest, platforms } = there ?? (await this.#fetchTop(order));
    const reference = order.tag ?? manifest.digest;
    if (!there) await this.#graph.prepare(passage, manifest);
    if (order.backup) await this.#keepBackup(passage, order.backup);
    if (!there || order.tag !== undefined) await this.#graph.store(passage, manifest, reference);
    return { digest: manifest.digest, moved: tally.moved, mounted: tally.mounted, platforms };
  }

  /** An image that the destination has under another tag is taken from there: it costs no pull. */
  async #findAtDestination(destination: Destination, digest: Digest): Promise<Top | undefined> {
    const { signal } = this.#options;
    if (destination.distrusted || destination.contents.has(digest) || (await destination.isNew(signal))) return undefined;
    const { repository } = destination;
    try {
      const name = `${repository}@${digest}`;
      const manifest = await onSide("destination", "look for", name, getManifest(repository, digest, signal));
      return { manifest, platforms: indexPlatforms(parseManifest(manifest.bytes, manifest.mediaType)) };
    } catch (error) {
      if (error instanceof CopyError && hasCode(error.cause, "NOT_FOUND")) return undefined;
      throw error;
    }
  }

  async #fetchTop({ source, digest, destination, platforms }: Order): Promise<Top> {
    const { manifests, signal } = this.#options;
    // The answer is there by the time the first blob is.
    void this.#verification.verifies(destination, signal);
    const manifest = await manifests.fetch(source, digest, signal);
    const name = `${source}@${digest}`;
    const reading = async () => parseManifest(manifest.bytes, manifest.mediaType);
    const parsed = await onSide("source", "read the manifest of", name, reading());
    if (!isIndexType(parsed.mediaType)) return await this.#singleImage(source, manifest, parsed, platforms);
    const stripped = platforms === "all" ? manifest : stripIndex(manifest, platforms);
    if (!stripped) throw noSuchPlatform(name, indexPlatforms(parsed));
    return { manifest: stripped, platforms: indexPlatforms(parseManifest(stripped.bytes, stripped.mediaType)) };
  }

  async #singleImage(source: Repository, manifest: RawManifest, parsed: Manifest, wanted: Order["platforms"]): Promise<Top> {
    const platform = await this.#configs.platformOf(source, parsed);
    const platforms = platform ? [formatPlatform(platform)] : [];
    const fits = wanted === "all" || (platform !== undefined && isWanted(platform, wanted));
    if (!fits) throw noSuchPlatform(`${source}@${manifest.digest}`, platforms);
    return { manifest, platforms };
  }

  async #keepBackup(passage: Passage, { tag, digest }: NonNullable<Order["backup"]>): Promise<void> {
    const { repository } = passage.destination;
    const getting = getManifest(repository, digest, this.#options.signal);
    const manifest = await onSide("destination", "back up", `${repository}@${digest}`, getting);
    await this.#graph.put(passage, manifest, tag);
  }
}

/** The manifest that the tag is to point at. */
interface Top {
  readonly manifest: RawManifest;
  readonly platforms: readonly string[];
}

function indexPlatforms({ children }: Manifest): readonly string[] {
  const known = children.flatMap(({ platform }) => (platform && platform.os !== "unknown" ? [formatPlatform(platform)] : []));
  return [...new Set(known)];
}

function noSuchPlatform(reference: string, offered: readonly string[]): CopyError {
  const has = offered.length === 0 ? "it names none" : `it has ${offered.join(", ")}`;
  const words = `the source has none of the platforms that the entry asks for: ${has}`;
  return new CopyError("source", "select platforms of", reference, "NO_SUCH_PLATFORM", words);
}
