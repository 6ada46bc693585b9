import type { KnownPackage } from "./github/packages.ts";
import type { SandboxGitHub } from "./github/start-github.ts";
import type { SandboxRegistry } from "./registry/start-registry.ts";

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
  github.packages.find = (organization, name) => {
    const path = `${organization}/${name}`;
    if (!store.hasRepository(path)) return undefined;
    const first = known.get(path) ?? { id: world.nextId(), createdAt: world.now() };
    known.set(path, first);
    return {
      ...first,
      visibility: store.visibility(path) ?? unsaid,
      repository: world.repositories.get(packages.linkOf(path) ?? 0),
      readers: packages.readers(path),
      versions: store.manifests(path).length,
    };
  };
  store.onPut = ({ repository, manifest, isNew, tag }) => {
    const [organization = "", ...name] = repository.split("/");
    const { digest, mediaType, bytes } = manifest;
    const what = { digest, mediaType, size: bytes.length, tag, isNew };
    github.packages.announce({ organization, name: name.join("/"), ...what });
  };
}
