import type { Descriptor } from "../descriptor.ts";
import type { Digest } from "../digest.ts";
import { RegistryError } from "../error.ts";
import { header } from "../http/body.ts";
import { nextLink } from "../http/link.ts";
import { redactUrl } from "../http/redact.ts";
import { parseManifest } from "../manifest.ts";
import { MediaType } from "../media-type.ts";
import { getManifest, headManifest, LARGEST_MANIFEST } from "./manifests.ts";
import type { Repository } from "./repository.ts";

const MOST_PAGES = 100;

/**
 * What refers to a manifest (signatures, SBOMs, attestations): by the API where the registry has one, from the fallback tag
 * `<algorithm>-<hex>` otherwise. OCI distribution-spec, "Listing Referrers" and "Referrers Tag Schema".
 */
export async function listReferrers(
  repository: Repository,
  digest: Digest,
  signal?: AbortSignal,
): Promise<readonly Descriptor[]> {
  const referrers = new Map<Digest, Descriptor>();
  let url: URL | undefined = new URL(
    `/v2/${repository.name}/referrers/${digest}`,
    repository.registry.endpoint,
  );
  for (const asked = new Set<string>(); url; ) {
    if (asked.has(url.href) || asked.size === MOST_PAGES) {
      throw new RegistryError("MALFORMED", `${redactUrl(url)}: the pages of the referrers go in a circle`);
    }
    asked.add(url.href);
    // Only the first page can say that there is no such API.
    const expect = asked.size === 1 ? [200, 404] : [200];
    const headers = { accept: MediaType.ociIndex };
    const call = { method: "GET", url, headers, expect, signal } as const;
    const { response, bytes } = await repository.read(call, LARGEST_MANIFEST);
    if (response.status === 404) return await referrersByTag(repository, digest, signal);
    for (const child of parseManifest(bytes, MediaType.ociIndex).children) referrers.set(child.digest, child);
    url = nextLink(header(response, "link"), response.url);
  }
  return [...referrers.values()];
}

async function referrersByTag(repository: Repository, digest: Digest, signal: AbortSignal | undefined) {
  const tag = digest.replace(":", "-");
  if (!(await headManifest(repository, tag, signal))) return [];
  const { bytes, mediaType } = await getManifest(repository, tag, signal);
  return parseManifest(bytes, mediaType).children;
}
