import type { Repository } from "../repositories/repository.ts";

/** A container package, as its registry knows it. */
export interface KnownPackage {
  /** Of all packages there. */
  readonly id: number;
  readonly visibility: "public" | "private";
  /** That it is linked to. */
  readonly repository: Repository | undefined;
  /** Ids of the repositories whose jobs may read it, the linked one included. */
  readonly readers: ReadonlySet<number>;
  /** Ids of those whose jobs may do anything with it. */
  readonly admins: ReadonlySet<number>;
  /** The latest first. */
  readonly versions: readonly KnownVersion[];
  readonly createdAt: Date;
}

/** A manifest of a package, tagged or not: the children of an index are versions like any other. */
export interface KnownVersion {
  readonly digest: string;
  readonly tags: readonly string[];
  readonly createdAt: Date;
  /** When one of its tags was put last. */
  readonly updatedAt: Date;
}

/** The registry behind the API. Owners and names are in lower case, without the registry's host. */
export interface PackageSource {
  find(owner: string, name: string): KnownPackage | undefined;
  /** Takes a version out, with its tags. What is returned puts it back, with those that point at nothing else by then. */
  remove(owner: string, name: string, digest: string): () => void;
}

/** Before a registry says what it has. */
export const NO_PACKAGES: PackageSource = {
  find: () => undefined,
  remove: () => () => undefined,
};
