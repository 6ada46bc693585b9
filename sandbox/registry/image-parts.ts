import type { Descriptor } from "../../src/oci/descriptor.ts";
import type { Digest } from "../../src/oci/digest.ts";
import { isIndexType } from "../../src/oci/media-type.ts";
import { readManifest } from "./read-manifest.ts";
import type { RegistryStore, StoredManifest } from "./store/registry-store.ts";

/** One platform of an image, as websites of registries show it. */
export interface ImagePart {
  readonly digest: Digest;
  readonly architecture: string;
  readonly os: string;
  readonly osVersion: string | undefined;
  readonly variant: string | undefined;
  /** Of its layers, compressed. */
  readonly size: number;
}

interface Platform {
  readonly architecture?: string;
  readonly os?: string;
  readonly "os.version"?: string;
  readonly variant?: string;
}

/** An image's platforms: the children of an index, or what a manifest's own config says. What says nothing is `unknown`. */
export function imageParts(store: RegistryStore, repository: string, manifest: StoredManifest): ImagePart[] {
  if (!isIndexType(manifest.mediaType)) {
    return [partOf(manifest.digest, configOf(store, repository, manifest), layersSize(manifest))];
  }
  const { children } = readManifest(manifest.mediaType, manifest.bytes);
  return children.map(({ digest, platform }: Descriptor) => {
    const child = store.manifest(repository, digest);
    const size = child && !isIndexType(child.mediaType) ? layersSize(child) : 0;
    return partOf(digest, (platform as Platform | undefined) ?? {}, size);
  });
}

/** The media type of a manifest's config; undefined for an index. */
export function configType({ mediaType, bytes }: StoredManifest): string | undefined {
  return isIndexType(mediaType) ? undefined : readManifest(mediaType, bytes).blobs[0]?.mediaType;
}

function partOf(digest: Digest, platform: Platform, size: number): ImagePart {
  const { architecture = "unknown", os = "unknown", variant, "os.version": osVersion } = platform;
  return { digest, architecture, os, osVersion, variant, size };
}

/** The first blob is the config. */
function layersSize({ mediaType, bytes }: StoredManifest): number {
  return readManifest(mediaType, bytes)
    .blobs.slice(1)
    .reduce((sum, { size }) => sum + size, 0);
}

function configOf(store: RegistryStore, repository: string, { mediaType, bytes }: StoredManifest): Platform {
  const config = readManifest(mediaType, bytes).blobs[0];
  const content = config && store.blob(repository, config.digest);
  try {
    return JSON.parse(Buffer.concat([...(content?.read() ?? [])]).toString("utf8"));
  } catch {
    // Artifacts have configs of any kind.
    return {};
  }
}
