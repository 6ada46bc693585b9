import type { Descriptor } from "../oci/descriptor.ts";
import { type Digest, digestOf, isDigest } from "../oci/digest.ts";
import { RegistryError } from "../oci/error.ts";
import { parseManifest } from "../oci/manifest.ts";
import { matchesPlatform, type Platform, platformsKey } from "../oci/platform.ts";
import type { RawManifest } from "../oci/registry/manifests.ts";

/** The source's digest, carried by a stripped index, so that a later run sees by itself whether it is current. */
export const SOURCE_DIGEST = "io.github.ghcr-mirror.source.digest";
/** The platforms that a stripped index was made for, as `platformsKey` writes them. */
export const SOURCE_PLATFORMS = "io.github.ghcr-mirror.source.platforms";

/** What a stripped index says of itself: what it was made from. `undefined` for any other manifest. */
export function originOf({ bytes, mediaType }: RawManifest): Origin | undefined {
  const { annotations } = parseManifest(bytes, mediaType);
  const digest = annotations[SOURCE_DIGEST];
  const platforms = annotations[SOURCE_PLATFORMS];
  if (digest === undefined || !isDigest(digest) || platforms === undefined) return undefined;
  return { digest, platforms };
}

/** Whether an index holds other platforms than those wanted. */
export function hasSurplus({ bytes, mediaType }: RawManifest, wanted: readonly Platform[]): boolean {
  const { children } = parseManifest(bytes, mediaType);
  return children.some(
    ({ platform }) => platform && platform.os !== "unknown" && !isWanted(platform, wanted),
  );
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
  const bytes = Buffer.from(stringify(stripped));
  return { mediaType: source.mediaType, digest: digestOf(bytes), bytes };
}

/** What can be parsed may still be nested too deep to be written again. */
function stringify(index: object): string {
  try {
    return JSON.stringify(index);
  } catch (cause) {
    throw new RegistryError("MALFORMED", "the index is nested too deep to be rewritten", { cause });
  }
}

/** Whether an offered platform is one of those wanted. */
export function isWanted(offered: Platform, wanted: readonly Platform[]): boolean {
  return wanted.some((platform) => matchesPlatform(platform, offered));
}

/** BuildKit's attestation manifests name the manifest they speak of. */
function attestedDigest({ annotations }: Descriptor): string | undefined {
  return annotations?.["vnd.docker.reference.digest"];
}
