import type { ManifestHead } from "../oci/registry/manifests.ts";
import type { Repository } from "../oci/registry/repository.ts";
import type { TagTable } from "../oci/tag-facts.ts";

/** How sources are looked at. Each throws as registries do (`RegistryError`), and rejects with the signal's reason. */
export interface SourceLooks {
  /**
   * All tags of a repository with what they point at, a hundred for each request, where its registry has a list that tells and that is
   * worth it. Undefined: it has none, or looking one by one takes fewer requests.
   */
  table(source: Repository, wish: TableWish, signal: AbortSignal): Promise<TagTable | undefined>;
  /** All tags, by name alone; undefined where there is no such repository. */
  list(source: Repository, signal: AbortSignal): Promise<readonly string[] | undefined>;
  /** One tag; undefined where there is no such tag. */
  head(source: Repository, tag: string, signal: AbortSignal): Promise<ManifestHead | undefined>;
}

/** What a table is wanted for. */
export interface TableWish {
  /** All tags must be listed in any case: some are searched for. */
  readonly isSearched: boolean;
  /** Tags that will be looked at one by one without a table, as far as known. */
  readonly tags: number;
}
