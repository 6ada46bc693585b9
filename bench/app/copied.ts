import type { SandboxRegistry } from "../../sandbox/registry/start-registry.ts";
import type { Digest } from "../../src/oci/digest.ts";

/** What a copy cost at GHCR, and whether it is right. */
export interface Copied {
  readonly isComplete: boolean;
  /** Blobs that arrived in full, each time counted. */
  readonly whole: number;
  /** Of those, the times that were one too many. */
  readonly twice: number;
}

/** How the images `name:1` of Docker Hub's `library` arrived in a namespace of GHCR. */
export function copiedTo(
  owner: string,
  names: readonly string[],
  { hub, ghcr }: { readonly hub: SandboxRegistry; readonly ghcr: SandboxRegistry },
): Copied {
  const digest = (registry: SandboxRegistry, name: string) => registry.store.manifest(name, "1")?.digest;
  const isComplete = names.every((name) => {
    const source = digest(hub, `library/${name}`);
    return source !== undefined && digest(ghcr, `${owner}/${name}`) === source;
  });
  const targets = new Set(names.map((name) => `${owner}/${name}`));
  const uploads = ghcr.requests.filter(
    ({ kind, repository }) => kind === "upload" && targets.has(repository ?? ""),
  );
  // By what has arrived, not by what was answered: a process may be killed before it hears.
  const whole = uploads.flatMap(({ repository = "", path, bytesIn }) => {
    const digest = new URL(path, "http://ghcr").searchParams.get("digest");
    const blob = digest === null ? undefined : ghcr.store.blob(repository, digest as Digest);
    return blob && bytesIn >= blob.size ? [`${repository} ${digest}`] : [];
  });
  return {
    isComplete,
    whole: whole.length,
    twice: whole.length - new Set(whole).size,
  };
}
