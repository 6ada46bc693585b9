import { type Digest, isDigest } from "../../oci/digest.ts";
import { RegistryError } from "../../oci/error.ts";
import { isIndexType } from "../../oci/media-type.ts";
import { getManifest } from "../../oci/registry/manifests.ts";
import type { Repository } from "../../oci/registry/repository.ts";
import { mapBounded } from "../../reconcile/map-bounded.ts";

/** Manifests of one package that are looked into. */
const MOST_MANIFESTS = 500;
const CONCURRENCY = 8;

/**
 * What each of these manifests refers to: those below it, however deep, and what it is about (its subject). Whatever else a manifest is, what
 * stands in these two places counts. Throws `RegistryError`: `TOO_LARGE` where there are more than 500 to look into.
 */
export async function readReferences(
  repository: Repository,
  digests: readonly Digest[],
  signal: AbortSignal,
): Promise<ReadonlyMap<Digest, ReadonlySet<Digest>>> {
  let left = MOST_MANIFESTS;
  const below = async (digest: Digest): Promise<ReadonlySet<Digest>> => {
    if (left === 0) throw tooMany();
    left -= 1;
    const { bytes } = await getManifest(repository, digest, signal);
    const { found, indexes } = referencesOf(bytes);
    for (const index of indexes) for (const one of await below(index)) found.add(one);
    return found;
  };
  if (digests.length > MOST_MANIFESTS) throw tooMany();
  return new Map(
    await mapBounded(digests, CONCURRENCY, async (digest) => [digest, await below(digest)] as const),
  );
}

interface References {
  readonly found: Set<Digest>;
  /** Of these, the indexes, which have manifests below them. */
  readonly indexes: readonly Digest[];
}

function referencesOf(bytes: Buffer): References {
  const { manifests, subject } = parse(bytes);
  const children = (Array.isArray(manifests) ? manifests : []).flatMap(digestIn);
  const indexes = (Array.isArray(manifests) ? manifests : [])
    .filter((child) => isIndexType(`${child?.mediaType}`))
    .flatMap(digestIn);
  return { found: new Set([...children, ...digestIn(subject)]), indexes };
}

function parse(bytes: Buffer): { readonly manifests?: unknown; readonly subject?: unknown } {
  try {
    const body: unknown = JSON.parse(bytes.toString("utf8"));
    if (typeof body === "object" && body !== null) return body;
  } catch {
    // Said below.
  }
  throw new RegistryError("MALFORMED", "one of its manifests is not JSON");
}

function digestIn(descriptor: unknown): readonly Digest[] {
  const { digest } = (descriptor ?? {}) as { readonly digest?: unknown };
  return typeof digest === "string" && isDigest(digest) ? [digest] : [];
}

function tooMany(): RegistryError {
  return new RegistryError("TOO_LARGE", `more than ${MOST_MANIFESTS} of its manifests have tags`);
}
