import { hasCode } from "../oci/error.ts";
import { headManifest, type ManifestHead } from "../oci/registry/manifests.ts";
import type { Repository } from "../oci/registry/repository.ts";
import { firstTags, type TagPage } from "../oci/registry/tags.ts";
import { cancelUpload, startUpload } from "../oci/registry/uploads.ts";

const UNLISTED: TagPage = { tags: [], complete: false };
const DENIED: TagPage = { ...UNLISTED };

/**
 * Looks at tags of one destination repository with as few requests as there can be: one HEAD a tag where they exist, and
 * one list of tags instead of all those HEADs where the repository is new or the tags are.
 */
export class DestinationTags {
  readonly #repository: Repository;
  readonly #signal: AbortSignal;
  #page: Promise<TagPage | undefined> | undefined;
  #first: Promise<ManifestHead | undefined> | undefined;
  #probe: Promise<void> | undefined;
  #isHidden = false;

  constructor(repository: Repository, signal: AbortSignal) {
    this.#repository = repository;
    this.#signal = signal;
  }

  /** Lists the tags at once, where it is known that many will be asked for. */
  list(): void {
    void this.#listed();
  }

  /** Takes the repository for one that denies every look, and for new. */
  hide(): void {
    this.#isHidden = true;
  }

  get isHidden(): boolean {
    return this.#isHidden;
  }

  /** Whether the repository turned out not to exist; `undefined` while nobody had to know. */
  async isNew(): Promise<boolean | undefined> {
    if (this.#isHidden) return true;
    return this.#page && (await this.#page.then((page) => page === undefined).catch(() => undefined));
  }

  /** A tag's digest; `undefined` where there is no such tag. Throws `RegistryError`. */
  async head(tag: string): Promise<ManifestHead | undefined> {
    if (!this.#page) {
      // The first to ask finds out for all whether the repository has any of the tags.
      if (!this.#first) return await this.#headFirst(tag);
      const first = await this.#first.catch(() => undefined);
      if (first) return await this.#head(tag);
    }
    const page = await this.#listed().catch((error: unknown) => (isDenial(error) ? DENIED : UNLISTED));
    if (!page || (page.complete && !page.tags.includes(tag))) return undefined;
    if (page === DENIED) {
      if (!this.#first) return await this.#headFirst(tag);
      // Who denies the list and a tag denies the other tags, too.
      await this.#first.catch(throwDenial);
    }
    return await this.#head(tag);
  }

  /** Whether an upload may be begun, found out once by beginning one and giving it up. Throws `RegistryError`. */
  async probeWrite(): Promise<void> {
    this.#probe ??= beginAndCancel(this.#repository, this.#signal);
    await this.#probe;
  }

  #headFirst(tag: string): Promise<ManifestHead | undefined> {
    this.#first = this.#head(tag);
    return this.#first;
  }

  #head(tag: string): Promise<ManifestHead | undefined> {
    return headManifest(this.#repository, tag, this.#signal);
  }

  #listed(): Promise<TagPage | undefined> {
    this.#page ??= firstTags(this.#repository, this.#signal);
    this.#page.catch(() => {});
    return this.#page;
  }
}

function isDenial(error: unknown): boolean {
  return hasCode(error, "DENIED", "UNAUTHORIZED");
}

function throwDenial(error: unknown): void {
  if (isDenial(error)) throw error;
}

async function beginAndCancel(repository: Repository, signal: AbortSignal): Promise<void> {
  const upload = await startUpload(repository, undefined, signal);
  if (upload) await cancelUpload(upload, signal);
}
