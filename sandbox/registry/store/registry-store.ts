import type { Descriptor } from "../../../src/oci/descriptor.ts";
import { type Digest, digestOf, hasherFor, isDigest } from "../../../src/oci/digest.ts";
import { type BlobContent, heldContent, virtualContent } from "./blob-content.ts";

/** A manifest's bytes as they were put, and the type they were put with. */
export interface StoredManifest {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** The time for which a tag pointed at a digest, in milliseconds. Each push begins another, also one of the same digest. */
export interface TagSpan {
  readonly tag: string;
  readonly digest: Digest;
  readonly since: number;
  /** Undefined while it does. */
  readonly until: number | undefined;
}

/** A manifest that was put where it was not before, or under a tag that pointed elsewhere. */
export interface ManifestPut {
  readonly repository: string;
  readonly manifest: StoredManifest;
  /** Whether the repository had none of this digest. */
  readonly isNew: boolean;
  /** That it was put under. */
  readonly tag: string | undefined;
}

/** Who may pull without credentials. */
export type Visibility = "public" | "private";

interface Repository {
  readonly blobs: Set<Digest>;
  readonly manifests: Map<Digest, StoredManifest>;
  /** When each of them came. */
  readonly times: Map<Digest, number>;
  /** In the order in which the tags were first put. */
  readonly tags: Map<string, OpenSpan>;
  /** In the order in which they began. */
  readonly spans: OpenSpan[];
  visibility?: Visibility;
  everTagged: boolean;
}

type OpenSpan = { -readonly [Key in keyof TagSpan]: TagSpan[Key] };

/**
 * What a registry holds: blobs once by digest, linked into repositories; manifests and tags per repository.
 * Tests arrange and assert through it without HTTP, so it checks nothing: a tag may point at an incomplete
 * image.
 */
export class RegistryStore {
  /** `sink`: uploads are hashed and counted, their bytes thrown away. */
  uploadMode: "keep" | "sink" = "keep";
  /** Hears of manifests that are put. Further tags that {@link tag} moves are not told. */
  onPut: (put: ManifestPut) => void = () => undefined;
  readonly #blobs = new Map<Digest, BlobContent>();
  readonly #repositories = new Map<string, Repository>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** The names of the repositories that hold anything, in the order of their creation. */
  repositories(): string[] {
    return [...this.#repositories.keys()];
  }

  hasRepository(repository: string): boolean {
    return this.#repositories.has(repository);
  }

  /** Stores bytes as a blob of a repository. */
  putBlob(repository: string, bytes: Uint8Array): Descriptor {
    return this.addBlob(repository, digestOf(bytes), heldContent([bytes]));
  }

  /**
   * Stores a blob that is generated whenever it is read. Without `digest` the chunks are run through once to
   * hash them; `size` must be the sum of their lengths.
   */
  putVirtualBlob(
    repository: string,
    blob: { size: number; chunks: () => Iterable<Uint8Array>; digest?: Digest },
  ): Descriptor {
    const digest = blob.digest ?? hashChunks(blob.chunks());
    return this.addBlob(repository, digest, virtualContent(blob.size, blob.chunks));
  }

  /** Stores content under a digest that the caller vouches for, in place of what the digest had before. */
  addBlob(repository: string, digest: Digest, content: BlobContent): Descriptor {
    this.#blobs.set(digest, content);
    this.#open(repository).blobs.add(digest);
    return { mediaType: "application/octet-stream", digest, size: content.size };
  }

  /** Links a blob of one repository into another. Returns whether there was one. */
  mountBlob(from: string, to: string, digest: Digest): boolean {
    if (!this.hasBlob(from, digest)) return false;
    this.#open(to).blobs.add(digest);
    return true;
  }

  hasBlob(repository: string, digest: Digest): boolean {
    return this.#repositories.get(repository)?.blobs.has(digest) ?? false;
  }

  /** A blob's content, or undefined where the repository has none of that digest. */
  blob(repository: string, digest: Digest): BlobContent | undefined {
    return this.hasBlob(repository, digest) ? this.#blobs.get(digest) : undefined;
  }

  /** A blob's content whichever repository it is in: what storage behind signed addresses sees. */
  storedBlob(digest: Digest): BlobContent | undefined {
    return this.#blobs.get(digest);
  }

  /** The digests of a repository's blobs. */
  blobs(repository: string): Digest[] {
    return [...(this.#repositories.get(repository)?.blobs ?? [])];
  }

  /** Unlinks a blob from a repository. Returns whether it was there. */
  deleteBlob(repository: string, digest: Digest): boolean {
    return this.#repositories.get(repository)?.blobs.delete(digest) ?? false;
  }

  /** Stores a manifest, and tags it when `reference` is a tag. The digest is always computed. */
  putManifest(repository: string, reference: string, mediaType: string, bytes: Uint8Array): Descriptor {
    const digest = isDigest(reference) ? digestOf(bytes, reference) : digestOf(bytes);
    const { manifests, times, tags } = this.#open(repository);
    const tag = isDigest(reference) ? undefined : reference;
    const isNew = !manifests.has(digest);
    const isChange = isNew || (tag !== undefined && tags.get(tag)?.digest !== digest);
    const manifest: StoredManifest = { digest, mediaType, bytes };
    manifests.set(digest, manifest);
    if (isNew) times.set(digest, this.#now());
    if (tag !== undefined) this.tag(repository, tag, digest);
    if (isChange) this.onPut({ repository, manifest, isNew, tag });
    return { mediaType, digest, size: bytes.length };
  }

  /** The manifest that a tag or digest names in a repository. */
  manifest(repository: string, reference: string): StoredManifest | undefined {
    const found = this.#repositories.get(repository);
    const digest = isDigest(reference) ? reference : found?.tags.get(reference)?.digest;
    return digest === undefined ? undefined : found?.manifests.get(digest);
  }

  /** All manifests of a repository, tagged or not. */
  manifests(repository: string): StoredManifest[] {
    return [...(this.#repositories.get(repository)?.manifests.values() ?? [])];
  }

  /** When a manifest came into a repository, in milliseconds by the clock of the store. */
  putAt(repository: string, digest: Digest): number | undefined {
    return this.#repositories.get(repository)?.times.get(digest);
  }

  /** Removes a manifest and the tags that point at it. Returns whether it was there. */
  deleteManifest(repository: string, digest: Digest): boolean {
    const found = this.#repositories.get(repository);
    for (const { tag, digest: target } of found?.tags.values() ?? []) {
      if (target === digest) this.deleteTag(repository, tag);
    }
    found?.times.delete(digest);
    return found?.manifests.delete(digest) ?? false;
  }

  /**
   * The same; what it returns puts the manifest back where it was, as old as it was, and those of its tags that are free by then. Nobody
   * hears of either.
   */
  takeOutManifest(repository: string, digest: Digest): () => void {
    const { manifests, times, tags } = this.#open(repository);
    const manifest = manifests.get(digest);
    const putAt = times.get(digest) ?? this.#now();
    const pointing = [...tags.values()].filter((span) => span.digest === digest);
    this.deleteManifest(repository, digest);
    return () => {
      if (!manifest) return;
      manifests.set(digest, manifest);
      times.set(digest, putAt);
      for (const { tag } of pointing) if (!tags.has(tag)) this.tag(repository, tag, digest);
    };
  }

  /** Points a tag at a digest, whether or not it was there and whatever it pointed at: it was pushed now. */
  tag(repository: string, tag: string, digest: Digest): void {
    const found = this.#open(repository);
    const now = this.#now();
    const before = found.tags.get(tag);
    if (before) before.until = now;
    const span: OpenSpan = { tag, digest, since: now, until: undefined };
    found.tags.set(tag, span);
    found.spans.push(span);
    found.everTagged = true;
  }

  /** A repository's tags, oldest first. */
  tags(repository: string): string[] {
    return [...(this.#repositories.get(repository)?.tags.keys() ?? [])];
  }

  /** What a repository's tags point at, and since when, in the same order. */
  taggings(repository: string): TagSpan[] {
    return [...(this.#repositories.get(repository)?.tags.values() ?? [])];
  }

  /** Everything that a repository's tags ever pointed at, oldest first. */
  tagHistory(repository: string): readonly TagSpan[] {
    return this.#repositories.get(repository)?.spans ?? [];
  }

  /** Removes a tag; its manifest stays. Returns whether it was there. */
  deleteTag(repository: string, tag: string): boolean {
    const found = this.#repositories.get(repository);
    const span = found?.tags.get(tag);
    if (span) span.until = this.#now();
    return found?.tags.delete(tag) ?? false;
  }

  /** Whether the repository ever had a tag: what docker-registry's tag list knows a repository by. */
  everTagged(repository: string): boolean {
    return this.#repositories.get(repository)?.everTagged ?? false;
  }

  /** What was set for a repository, as its owner would on a settings page. */
  visibility(repository: string): Visibility | undefined {
    return this.#repositories.get(repository)?.visibility;
  }

  setVisibility(repository: string, visibility: Visibility): void {
    this.#open(repository).visibility = visibility;
  }

  #open(name: string): Repository {
    const found = this.#repositories.get(name);
    if (found !== undefined) return found;
    const fresh: Repository = {
      blobs: new Set(),
      manifests: new Map(),
      times: new Map(),
      tags: new Map(),
      spans: [],
      everTagged: false,
    };
    this.#repositories.set(name, fresh);
    return fresh;
  }
}

function hashChunks(chunks: Iterable<Uint8Array>): Digest {
  const hash = hasherFor("sha256:");
  for (const chunk of chunks) hash.update(chunk);
  return `sha256:${hash.digest("hex")}`;
}
