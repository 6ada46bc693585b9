import type { Digest } from "../oci/digest.ts";
import { hasBlob } from "../oci/registry/blobs.ts";
import { headManifest } from "../oci/registry/manifests.ts";
import type { Repository } from "../oci/registry/repository.ts";
import { firstTags } from "../oci/registry/tags.ts";
import { onSide } from "./copy-error.ts";

/** How destinations are asked. */
export interface DestinationOptions {
  /**
   * Pulls are scarce: what an interrupted run has left in a repository that looks new, for want of a tag, is looked for, manifest by
   * manifest, so that it is not billed again. Else an image of more manifests than can be pulled at a time would never be complete.
   */
  readonly isThrifty?: boolean;
}

/** What a run knows of one destination repository. */
export class Destination {
  readonly repository: Repository;
  /** Blobs brought by this run or found; each is dealt with once. */
  readonly blobs = new Map<Digest, Promise<void>>();
  /** Manifests whose children and blobs are there. */
  readonly contents = new Map<Digest, Promise<void>>();
  /** Manifests that are there themselves, by digest. */
  readonly manifests = new Map<Digest, Promise<void>>();
  /** Content was found where there should be none yet, as an interrupted run leaves it: ask before fetching. */
  resumed = false;
  #distrusted = false;
  #isNew: Promise<boolean> | undefined;
  /** Manifests are looked for though it looks new. */
  #isThrifty: boolean;

  constructor(repository: Repository, { isThrifty = false }: DestinationOptions = {}) {
    this.repository = repository;
    this.#isThrifty = isThrifty;
  }

  /**
   * Whether the registry knows no such repository: then nothing needs to be looked for in it. One request, made once. A
   * registry that does not list tags is taken to have the repository.
   */
  isNew(signal: AbortSignal): Promise<boolean> {
    this.#isNew ??= firstTags(this.repository, signal).then(
      (page) => page === undefined,
      () => false,
    );
    return this.#isNew;
  }

  /** Spares {@link isNew} its request, where the answer is known. */
  know(isNew: boolean): void {
    this.#isNew ??= Promise.resolve(isNew);
  }

  /** Whether the registry says that it has the manifest; not asked where it cannot have it or is not believed. */
  async hasManifest(digest: Digest, signal: AbortSignal): Promise<boolean> {
    if (this.#distrusted) return false;
    if (await this.isNew(signal)) return this.#isThrifty && (await this.#isLeftOver(digest, signal));
    const looking = headManifest(this.repository, digest, signal);
    return (await onSide("destination", "look for", `${this.repository}@${digest}`, looking)) !== undefined;
  }

  /** A repository that is really new may deny it all, as GHCR does. */
  async #isLeftOver(digest: Digest, signal: AbortSignal): Promise<boolean> {
    try {
      return (await headManifest(this.repository, digest, signal)) !== undefined;
    } catch {
      signal.throwIfAborted();
      this.#isThrifty = false;
      return false;
    }
  }

  /** Whether the registry says that it has the blob; likewise. */
  async hasBlob(digest: Digest, signal: AbortSignal): Promise<boolean> {
    if (this.#distrusted || (await this.isNew(signal))) return false;
    return await onSide(
      "destination",
      "look for",
      `${this.repository}@${digest}`,
      hasBlob(this.repository, digest, signal),
    );
  }

  /** Whether the registry has missed something that it had said it held. */
  get distrusted(): boolean {
    return this.#distrusted;
  }

  /** Takes nothing for granted here any more: everything is pushed again, whatever the registry says it has. */
  distrust(): void {
    if (this.#distrusted) return;
    this.#distrusted = true;
    this.blobs.clear();
    this.contents.clear();
    this.manifests.clear();
  }
}
