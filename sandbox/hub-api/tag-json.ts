import { configType, imageParts } from "../registry/image-parts.ts";
import type { RegistryStore, TagSpan } from "../registry/store/registry-store.ts";

/** Names that say nothing here, but are never absent there. */
const UPDATER = { creator: 7, last_updater: 7, last_updater_username: "publisher" };

/** A tag as hub.docker.com shows it. Of old tags it knows the images, and no digest of the whole (`hasDigest`). */
export function tagJson(
  store: RegistryStore,
  repository: string,
  { tag, digest, since }: TagSpan,
  hasDigest: boolean,
) {
  const manifest = store.manifest(repository, digest);
  const parts = manifest ? imageParts(store, repository, manifest) : [];
  const pushedAt = new Date(since).toISOString();
  return {
    ...UPDATER,
    id: numberOf(`${repository}:${tag}`),
    images: parts.map((part) => ({
      architecture: part.architecture,
      features: "",
      variant: part.variant ?? null,
      digest: part.digest,
      os: part.os,
      os_features: "",
      os_version: part.osVersion ?? null,
      size: part.size,
      status: "active",
      last_pulled: null,
      last_pushed: pushedAt,
    })),
    last_updated: pushedAt,
    name: tag,
    repository: numberOf(repository),
    full_size: parts[0]?.size ?? 0,
    v2: true,
    tag_status: "active",
    tag_last_pulled: null,
    tag_last_pushed: pushedAt,
    // Of an image without an index it shows the type of its config.
    media_type: manifest && (configType(manifest) ?? manifest.mediaType),
    content_type: "image",
    ...(hasDigest && { digest }),
  };
}

/** An id that stays the same. */
function numberOf(text: string): number {
  return [...Buffer.from(text)].reduce((sum, byte) => (sum * 31 + byte) % 1_000_000_007, 7);
}
