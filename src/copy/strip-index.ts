import type { Descriptor } from "../oci/descriptor.ts";
import { type Digest, digestOf, isDigest } from "../oci/digest.ts";
import { parseManifest } from "../oci/manifest.ts";
import { matchesPlatform, type Platform, platformsKey } from "../oci/platform.ts";
import type { RawManifest } from "../oci/registry/manifests.ts";

/** The source's digest, carried by a stripped index, so that a later run sees by itself whether it is current. */
export const SOURCE_DIGEST = "io.github.ghcr-mirror.source.digest";
/** The platforms that a stripped index was made for, as `platformsKey` writes them. */
export const SOURCE_PLATFORMS = "io.github.ghcr-mirror.source.platforms";

/**
 * What an index at the destination was made from, as far as that matters to somebody who wants only `platforms`: the
 * annotations of a stripped index, or the index itself where it holds more than is wanted. `undefined` otherwise.
 */
export function originOf(manifest: RawManifest, platforms: readonly Platform[]): Origin | undefined {
  const { children, annotations } = parseManifest(manifest.bytes, manifest.mediaType);
  const digest = annotations[SOURCE_DIGEST];
  const key = annotations[SOURCE_PLATFORMS];
  if (digest !== undefined && isDigest(digest) && key !== undefined) return { digest, platforms: key };
  const offered = children.flatMap(({ platform }) =>
    platform && platform.os !== "unknown" ? [platform] : [],
  );
  if (offered.every((platform) => isWanted(platform, platforms))) return undefined;
  return { digest: manifest.digest, platforms: platformsKey(offered) };
}

/** Where a stripped index comes from, and for which platforms it was made, as `platformsKey` writes them. */
export interface Origin {
  readonly digest: Digest;
  readonly platforms: string;
}

/**
 * An index with only the manifests for `platforms`, and the attestations of those. It is new content with a digest of its
 * own, always the same for the same source and platforms; the source itself where it has nothing else. `undefined` where no
 * manifest matches.
 */
export function stripIndex(source: RawManifest, platforms: readonly Platform[]): RawManifest | undefined {
  const { children } = parseManifest(source.bytes, source.mediaType);
  const wanted = new Set(children.filter(({ platform }) => platform && isWanted(platform, platforms)));
  if (wanted.size === 0) return undefined;
  const digests = new Set<string>(Array.from(wanted, ({ digest }) => digest));
  const kept = children.filter((child) => wanted.has(child) || digests.has(attestedDigest(child) ?? ""));
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
