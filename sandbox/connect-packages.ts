import { isDigest } from "../src/oci/digest.ts";
import type { KnownPackage, KnownVersion, PackageSource } from "./github/packages/package-source.ts";
import type { SandboxGitHub } from "./github/start-github.ts";
import type { SandboxRegistry } from "./registry/start-registry.ts";
import type { RegistryStore } from "./registry/store/registry-store.ts";

/**
 * Lets the API of a GitHub tell of the packages that a registry holds, and webhooks of each manifest that is put there. What it tells of
 * their age begins when somebody first asks for them. `unsaid` is the visibility of packages that nobody opened or closed (default: private).
 */
export function connectPackages(
  github: Pick<SandboxGitHub, "packages" | "world">,
  { store, packages }: Pick<SandboxRegistry, "store" | "packages">,
  unsaid: KnownPackage["visibility"] = "private",
): void {
  const { world } = github;
  const known = new Map<string, Pick<KnownPackage, "id" | "createdAt">>();
  const find: PackageSource["find"] = (owner, name) => {
    const path = `${owner}/${name}`;
    if (!store.hasRepository(path)) return undefined;
    const first = known.get(path) ?? { id: world.nextId(), createdAt: world.now() };
    known.set(path, first);
    return {
      ...first,
      visibility: store.visibility(path) ?? unsaid,
      repository: world.repositories.get(packages.linkOf(path) ?? 0),
      readers: packages.readers(path),
      admins: packages.admins(path),
      // Many ask for a package, and few for its versions.
      get versions() {
        return versionsOf(store, path);
      },
    };
  };
  const remove: PackageSource["remove"] = (owner, name, digest) =>
    isDigest(digest) ? store.takeOutManifest(`${owner}/${name}`, digest) : () => undefined;
  github.packages.source = { find, remove };
  store.onPut = ({ repository, manifest, isNew, tag }) => {
    const [organization = "", ...name] = repository.split("/");
    const { digest, mediaType, bytes } = manifest;
    const what = { digest, mediaType, size: bytes.length, tag, isNew };
    github.packages.announce({ organization, name: name.join("/"), ...what });
  };
}

/** Every manifest, the latest first. */
function versionsOf(store: RegistryStore, path: string): KnownVersion[] {
  const tagged = Map.groupBy(store.taggings(path), ({ digest }) => digest);
  return store
    .manifests(path)
    .map(({ digest }) => {
      const putAt = store.putAt(path, digest) ?? 0;
      const taggings = tagged.get(digest) ?? [];
      return {
        digest,
        tags: taggings.map(({ tag }) => tag),
        createdAt: new Date(putAt),
        updatedAt: new Date(Math.max(putAt, ...taggings.map(({ since }) => since))),
      };
    })
    .reverse()
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
}
