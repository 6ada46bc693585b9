import type { Digest } from "../../oci/digest.ts";
import type { PackageVersion } from "./list-versions.ts";

/** An image that is to be deleted, by its tag, and what it must be for that. */
export interface Unwanted {
  readonly tag: string;
  readonly digest: Digest;
}

/** What is known of a package. */
export interface PackageFacts {
  readonly versions: readonly PackageVersion[];
  /** By the digest of each version that has a tag: the manifests below it, and what it is about. */
  readonly references: ReadonlyMap<Digest, ReadonlySet<Digest>>;
  /** Whether the config means an image now. */
  readonly isMeant: (image: Unwanted) => boolean;
}

/** What is to become of the images that are to be deleted. */
export interface Judgement {
  /** Versions that nothing needs. All of their tags are to be deleted. */
  readonly doomed: readonly PackageVersion[];
  /** Why an image is kept, for people, by its tag. All others are doomed. */
  readonly kept: ReadonlyMap<string, string>;
}

/**
 * Decides what may be deleted. GitHub deletes digests, and with one all of its tags; so one goes only if it is still what was brought, if all
 * of its tags are to go, and if nothing that stays needs it: no index holds it, no artifact is about it, and no tag stands for what
 * refers to it (OCI distribution-spec, "Referrers Tag Schema").
 */
export function judgeRemovals(unwanted: readonly Unwanted[], facts: PackageFacts): Judgement {
  const { versions } = facts;
  const kept = new Map<string, string>();
  const doomed = new Set<PackageVersion>();
  const going = new Set<string>();
  for (const image of unwanted) {
    const why = whyNotGone(image, facts);
    if (why === undefined) going.add(image.tag);
    else kept.set(image.tag, why);
  }
  const keep = (version: PackageVersion, why: string) => {
    doomed.delete(version);
    for (const tag of version.tags) if (going.has(tag)) kept.set(tag, why);
  };
  for (const version of versions) {
    if (!version.tags.some((tag) => going.has(tag))) continue;
    const other = version.tags.find((tag) => !going.has(tag));
    if (other === undefined) doomed.add(version);
    else keep(version, `it is also tagged ${other}`);
  }
  // What is kept may need others, until nothing more is.
  for (let before = -1; before !== doomed.size; ) {
    before = doomed.size;
    const staying = versions.filter((version) => version.tags.length > 0 && !doomed.has(version));
    for (const version of [...doomed]) {
      const why = whyNeeded(version.digest, staying, facts);
      if (why !== undefined) keep(version, why);
    }
  }
  return { doomed: [...doomed], kept };
}

function whyNotGone(image: Unwanted, { versions, isMeant }: PackageFacts): string | undefined {
  const version = versions.find(({ tags }) => tags.includes(image.tag));
  if (!version) return "GitHub lists no such tag: it is gone already";
  if (version.digest !== image.digest) return `it has changed since it was brought, to ${version.digest}`;
  return isMeant(image) ? "the config means it" : undefined;
}

function whyNeeded(
  digest: Digest,
  staying: readonly PackageVersion[],
  { references }: PackageFacts,
): string | undefined {
  // Also `sha256-….sig`, as cosign has them.
  const prefix = digest.replace(":", "-");
  const standsForIt = (tag: string) => tag === prefix || tag.startsWith(`${prefix}.`);
  for (const { tags, digest: holder } of staying) {
    const tag = tags.find(standsForIt);
    if (tag !== undefined) return `signatures or other artifacts refer to it, under ${tag}`;
    if (references.get(holder)?.has(digest)) return `${tags[0]} refers to it`;
  }
  return undefined;
}
