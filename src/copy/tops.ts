import type { Digest } from "../oci/digest.ts";
import { hasCode } from "../oci/error.ts";
import { type Manifest, parseManifest } from "../oci/manifest.ts";
import { isIndexType } from "../oci/media-type.ts";
import { formatPlatform } from "../oci/platform.ts";
import { getManifest, type RawManifest } from "../oci/registry/manifests.ts";
import type { Repository } from "../oci/registry/repository.ts";
import type { Configs } from "./configs.ts";
import { CopyError, onSide } from "./copy-error.ts";
import type { Destination } from "./destination.ts";
import type { Manifests } from "./manifests.ts";
import type { Order } from "./order.ts";
import { readManifest } from "./read-manifest.ts";
import { isWanted, stripIndex } from "./strip-index.ts";

/** The manifest that a tag is to point at. */
export interface Top {
  readonly manifest: RawManifest;
  /** For which platforms it is, as far as that was looked into. */
  readonly platforms: readonly string[];
  /** The destination has it, with all below it. */
  readonly isThere: boolean;
}

/** What {@link Tops} stands on. */
export interface TopsOptions {
  readonly manifests: Manifests;
  readonly configs: Configs;
  readonly signal: AbortSignal;
}

/** Finds the manifest that an order is about: at the destination, where it costs no pull, or else at the source. */
export class Tops {
  readonly #options: TopsOptions;
  /** Looks at the destination that are under way, or that found nothing. */
  readonly #looks = new Map<string, Promise<Top | undefined>>();

  constructor(options: TopsOptions) {
    this.#options = options;
  }

  /** Throws `CopyError`: as registries refuse, or `NO_SUCH_PLATFORM`. */
  async find(order: Order, destination: Destination): Promise<Top> {
    const there =
      order.platforms === "all" ? await this.#findAtDestination(destination, order.digest) : undefined;
    return there ?? (await this.#findAtSource(order));
  }

  async #findAtDestination(destination: Destination, digest: Digest): Promise<Top | undefined> {
    const { signal } = this.#options;
    if (destination.distrusted || destination.contents.has(digest) || (await destination.isNew(signal)))
      return undefined;
    const { repository } = destination;
    const name = `${repository}@${digest}`;
    // Many tags may point at one digest; what the destination lacks is asked for once.
    const looking = this.#looks.get(name) ?? this.#look(repository, digest);
    this.#looks.set(name, looking);
    const top = await looking;
    if (top) this.#looks.delete(name);
    return top;
  }

  async #look(repository: Repository, digest: Digest): Promise<Top | undefined> {
    try {
      const getting = getManifest(repository, digest, this.#options.signal);
      const manifest = await onSide("destination", "look for", `${repository}@${digest}`, getting);
      const platforms = indexPlatforms(await readManifest("destination", repository, manifest));
      return { manifest, platforms, isThere: true };
    } catch (error) {
      if (error instanceof CopyError && hasCode(error.cause, "NOT_FOUND")) return undefined;
      throw error;
    }
  }

  async #findAtSource({ source, digest, platforms }: Order): Promise<Top> {
    const { manifests, signal } = this.#options;
    const manifest = await manifests.fetch(source, digest, signal);
    const parsed = await readManifest("source", source, manifest);
    if (!isIndexType(parsed.mediaType)) return await this.#singleImage(source, manifest, parsed, platforms);
    const stripping = async () => (platforms === "all" ? manifest : stripIndex(manifest, platforms));
    const top = await onSide("source", "select platforms of", `${source}@${digest}`, stripping());
    if (!top) throw noSuchPlatform(`${source}@${digest}`, indexPlatforms(parsed));
    return {
      manifest: top,
      platforms: indexPlatforms(parseManifest(top.bytes, top.mediaType)),
      isThere: false,
    };
  }

  async #singleImage(
    source: Repository,
    manifest: RawManifest,
    parsed: Manifest,
    wanted: Order["platforms"],
  ): Promise<Top> {
    const platform = await this.#options.configs.platformOf(source, parsed);
    const platforms = platform ? [formatPlatform(platform)] : [];
    const fits = wanted === "all" || (platform !== undefined && isWanted(platform, wanted));
    if (!fits) throw noSuchPlatform(`${source}@${manifest.digest}`, platforms);
    return { manifest, platforms, isThere: false };
  }
}

function indexPlatforms({ children }: Manifest): readonly string[] {
  const known = children.flatMap(({ platform }) => (platform && platform.os !== "unknown" ? [platform] : []));
  return [...new Set(known.map(formatPlatform))];
}

function noSuchPlatform(reference: string, offered: readonly string[]): CopyError {
  const has = offered.length === 0 ? "it names none" : `it has ${offered.join(", ")}`;
  const words = `the source has none of the platforms that the entry asks for: ${has}`;
  return new CopyError("source", "select platforms of", reference, "NO_SUCH_PLATFORM", words);
}
