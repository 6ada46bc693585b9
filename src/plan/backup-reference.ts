import { type Digest, shortDigest } from "../oci/digest.ts";
import type { Reference } from "../oci/reference.ts";

/** OCI distribution-spec, "Pulling manifests". */
const MAX_TAG_LENGTH = 128;

/** Where the old digest of a tag is kept: `<tag>-<12 hex>`, the tag cut so that the whole is still one. */
export function backupReference({ registry, repository, tag = "" }: Reference, old: Digest): Reference {
  const suffix = `-${shortDigest(old)}`;
  return { registry, repository, tag: `${tag.slice(0, MAX_TAG_LENGTH - suffix.length)}${suffix}` };
}
