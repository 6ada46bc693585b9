import { destinationPath, type Entry } from "../config/config.ts";
import type { Reference } from "../oci/reference.ts";

/** Whom a run writes for: the owner's part of a registry. */
export interface Place {
  readonly registry: string;
  readonly owner: string;
}

/**
 * The repository that an entry's copies go to. A full `to` stands as it is; otherwise it is below the owner, in lower
 * case as registries require, under `to` or the last part of the source's path.
 */
export function destinationOf(entry: Pick<Entry, "source" | "to">, { registry, owner }: Place): Reference {
  const path = destinationPath(entry);
  if (entry.to?.registry !== undefined) return { registry: entry.to.registry, repository: path };
  return { registry, repository: `${owner.toLowerCase()}/${path}` };
}
