import { notFound, Refusal } from "../refusal.ts";
import type { KnownPackage, KnownVersion, PackageSource } from "./package-source.ts";

/** What GitHub knows of a version besides what its registry does. */
export interface Version extends KnownVersion {
  readonly id: number;
  readonly deletedAt?: Date;
}

/** Where a version is. */
interface Place {
  readonly owner: string;
  readonly name: string;
}

interface DeletedVersion extends Version {
  readonly deletedAt: Date;
  readonly putBack: () => void;
}

/** What was deleted can be brought back for 30 days. https://docs.github.com/en/packages/learn-github-packages/deleting-and-restoring-a-package */
const GRACE = 30 * 24 * 60 * 60 * 1000;

/** The versions of all packages by their ids, and those that were deleted. */
export class Versions {
  /** Ids of versions that more than 5,000 have pulled: where they are public, GitHub deletes them no more. */
  readonly popular = new Set<number>();
  readonly #ids = new Map<string, number>();
  readonly #deleted = new Map<string, DeletedVersion[]>();
  readonly #nextId: () => number;
  readonly #now: () => Date;

  constructor({ nextId, now }: { nextId: () => number; now: () => Date }) {
    this.#nextId = nextId;
    this.#now = now;
  }

  /** The same for the same digest, until it is deleted. */
  idOf({ owner, name }: Place, digest: string): number {
    const key = `${owner}/${name}@${digest}`;
    const id = this.#ids.get(key) ?? this.#nextId();
    this.#ids.set(key, id);
    return id;
  }

  active(place: Place, { versions }: KnownPackage): Version[] {
    return versions.map((version) => ({ ...version, id: this.idOf(place, version.digest) }));
  }

  /** Those that can be restored, the last one first. */
  deleted({ owner, name }: Place): DeletedVersion[] {
    const since = this.#now().getTime() - GRACE;
    const all = this.#deleted.get(`${owner}/${name}`) ?? [];
    return all.filter(({ deletedAt }) => deletedAt.getTime() > since).reverse();
  }

  /** Throws where GitHub deletes no version, but would a package. */
  delete(place: Place, known: KnownPackage, id: number, source: PackageSource): void {
    const all = this.active(place, known);
    const version = all.find((one) => one.id === id);
    if (!version) throw notFound();
    const others = all.filter((one) => one.id !== id);
    if (others.length === 0) throw last("version");
    if (version.tags.length > 0 && others.every(({ tags }) => tags.length === 0))
      throw last("tagged version");
    if (known.visibility === "public" && this.popular.has(id)) throw popular();
    const { owner, name } = place;
    const putBack = source.remove(owner, name, version.digest);
    this.#ids.delete(`${owner}/${name}@${version.digest}`);
    const deleted = this.#deleted.get(`${owner}/${name}`) ?? [];
    this.#deleted.set(`${owner}/${name}`, [...deleted, { ...version, deletedAt: this.#now(), putBack }]);
  }

  restore(place: Place, id: number): void {
    const version = this.deleted(place).find((one) => one.id === id);
    if (!version) throw notFound();
    const path = `${place.owner}/${place.name}`;
    this.#deleted.set(
      path,
      (this.#deleted.get(path) ?? []).filter((one) => one.id !== id),
    );
    version.putBack();
    this.#ids.set(`${path}@${version.digest}`, id);
  }
}

const last = (what: string) =>
  new Refusal(400, `You cannot delete the last ${what} of a package. You must delete the package instead.`);

const popular = () =>
  new Refusal(
    400,
    "Publicly visible package versions with more than 5000 downloads cannot be deleted. Contact GitHub support for further assistance.",
  );
