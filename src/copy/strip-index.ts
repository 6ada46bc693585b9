import type { Descriptor } from "../oci/descriptor.ts";
import { type Digest, digestOf } from "../oci/digest.ts";
import { parseManifest } from "../oci/manifest.ts";
import { formatPlatform, matchesPlatform, normalizePlatform, type Platform } from "../oci/platform.ts";
import type { RawManifest } from "../oci/registry/manifests.ts";

/** The source's digest, carried by a stripped index, so that a later run sees by itself whether it is current. */
export const SOURCE_DIGEST = "io.github.ghcr-mirror.source.digest";
/** The platforms that a stripped index was made for, as {@link platformsKey} writes them. */
export const SOURCE_PLATFORMS = "io.github.ghcr-mirror.source.platforms";

/** A list of platforms in one canonical form: normalized, sorted, without repetitions, joined by commas. */
export function platformsKey(platforms: readonly Platform[]): string {
  return [...new Set(platforms.map((platform) => formatPlatform(normalizePlatform(platform))))].sort().join(",");
}

/** What a stripped index says of its origin; `undefined` where the manifest is none. */
export function originOf(manifest: RawManifest): { readonly digest: Digest; readonly platforms: string } | undefined {
  const { annotations } = JSON.parse(manifest.bytes.toString("utf8")) as { annotations?: Record<string, string> };
  const digest = annotations?.[SOURCE_DIGEST];
  const platforms = annotations?.[SOURCE_PLATFORMS];
  return digest && platforms ? { digest: digest as Digest, platforms } : undefined;
}

/**
 * An index with only the manifests for `platforms`, and the attestations of those. It is new content with a digest of its
 * own, always the same for the same source and platforms; the source itself where it has nothing else. `undefined` where no
 * manifest matches.
 */
export function stripIndex(source: RawManifest, platforms: readonly Platform[]): RawManifest | undefined {
  const { children } = parseManifest(source.bytes, source.mediaType);
  const wanted = children.filter((child) => child.platform && isWanted(child.platform, platforms));
  if (wanted.length === 0) return undefined;
  const digests = new Set<string>(wanted.map(({ digest }) => digest));
  const kept = children.filter((child) => digests.has(child.digest) || digests.has(attestedDigest(child) ?? ""));
  if (kept.length === children.length) return source;
  const index = JSON.parse(source.bytes.toString("utf8")) as { annotations?: Record<string, string> };
  const origin = { [SOURCE_DIGEST]: source.digest, [SOURCE_PLATFORMS]: platformsKey(platforms) };
  const stripped = { ...index, manifests: kept, annotations: { ...index.annotations, ...origin } };
  const bytes = Buffer.from(JSON.stringify(stripped));
  return { mediaType: source.mediaType, digest: digestOf(bytes), bytes };
}

/** Whether an offered platform is one of those wanted. */
export function isWanted(offered: Platform, wanted: readonly Platform[]): boolean {
  return wanted.some((platform) => matchesPlatform(platform, offered));
}

/** BuildKit's attestation manifests name the manifest they speak of. */
function attestedDigest({ annotations }: Descriptor): string | undefined {
  return annotations?.["vnd.docker.reference.digest"];
}
