import { type Digest, digestOf, isDigest } from "../digest.ts";
import { hasCode, RegistryError } from "../error.ts";
import { header } from "../http/body.ts";
import type { HttpResponse } from "../http/exchange.ts";
import { redactUrl } from "../http/redact.ts";
import { typeOfManifest } from "../manifest.ts";
import { MANIFEST_ACCEPT } from "../media-type.ts";
import type { Repository } from "./repository.ts";

/** Registries refuse larger manifests. OCI distribution-spec, "Pushing Manifests". */
export const LARGEST_MANIFEST = 4 * 1024 * 1024;

/** What a HEAD tells. `digest` is missing where the registry does not name it. */
export interface ManifestHead {
  readonly digest: Digest | undefined;
}

/**
 * A manifest as the registry holds it: the very bytes, under the digest computed from them, with the type that the
 * registry gives them, or that they have by themselves where the registry says no more than that they are JSON.
 */
export interface RawManifest {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly bytes: Buffer;
}

/** Asks for a manifest by tag or digest without fetching it: nothing that a registry bills. `undefined` for 404. */
export async function headManifest(
  repository: Repository,
  reference: string,
  signal?: AbortSignal,
): Promise<ManifestHead | undefined> {
  const response = await repository.call({
    method: "HEAD",
    path: `manifests/${reference}`,
    headers: { accept: MANIFEST_ACCEPT },
    expect: [200, 404],
    signal,
  });
  await response.body.discard();
  return response.status === 404 ? undefined : { digest: promisedDigest(response) };
}

/**
 * Fetches a manifest by tag or digest and holds its bytes against the digest asked for, or else against the one that the
 * registry names. Throws `NOT_FOUND`, `DIGEST_MISMATCH`, `TOO_LARGE` (4 MiB), or as calls do.
 */
export async function getManifest(
  repository: Repository,
  reference: string,
  signal?: AbortSignal,
): Promise<RawManifest> {
  const path = `manifests/${reference}`;
  const headers = { accept: MANIFEST_ACCEPT };
  const call = { method: "GET", path, headers, expect: [200], signal } as const;
  const { response, bytes } = await repository.read(call, LARGEST_MANIFEST);
  const wanted = isDigest(reference) ? reference : promisedDigest(response);
  const digest = digestOf(bytes, wanted);
  if (wanted !== undefined && wanted !== digest) {
    const url = redactUrl(response.url);
    const message = `GET ${url}: the manifest hashes to ${digest}, not to ${wanted}`;
    throw new RegistryError("DIGEST_MISMATCH", message, { method: "GET", url });
  }
  const [mediaType = ""] = (header(response, "content-type") ?? "").split(";");
  return { mediaType: typeOfManifest(bytes, mediaType.trim().toLowerCase()), digest, bytes };
}

/**
 * Stores a manifest under a tag or its digest, the bytes as they are. Throws `BLOB_UNKNOWN` where the registry misses
 * something that it names, and `DIGEST_MISMATCH` where the registry says that it stored something else.
 */
export async function putManifest(
  repository: Repository,
  reference: string,
  manifest: RawManifest,
  signal?: AbortSignal,
): Promise<void> {
  const call = {
    method: "PUT",
    path: `manifests/${reference}`,
    headers: { "content-type": manifest.mediaType },
    body: manifest.bytes,
    expect: [200, 201, 202],
    signal,
  } as const;
  const response = await repository.call(call).catch((error: unknown) => {
    throw isBlobMissed(error)
      ? new RegistryError("BLOB_UNKNOWN", error.message, { ...error, cause: error })
      : error;
  });
  await response.body.discard();
  const stored = header(response, "docker-content-digest");
  if (stored !== undefined && isDigest(stored) && stored !== digestOf(manifest.bytes, stored)) {
    const url = redactUrl(response.url);
    const message = `PUT ${url}: the registry stored ${stored} instead of ${manifest.digest}`;
    throw new RegistryError("DIGEST_MISMATCH", message, { method: "PUT", url });
  }
}

/** GHCR speaks of the blobs of a manifest as of one that was asked for: `unknown blob`, under one code or another. */
function isBlobMissed(error: unknown): error is RegistryError {
  if (!hasCode(error, "NOT_FOUND", "REJECTED")) return false;
  return error.registryCode === "BLOB_UNKNOWN" || /\bunknown blob\b/i.test(error.registryMessage ?? "");
}

function promisedDigest(response: HttpResponse): Digest | undefined {
  const digest = header(response, "docker-content-digest");
  return digest !== undefined && isDigest(digest) ? digest : undefined;
}
