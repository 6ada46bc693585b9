import { RegistryError } from "../oci/error.ts";
import { type Manifest, parseManifest } from "../oci/manifest.ts";
import type { RawManifest } from "../oci/registry/manifests.ts";
import type { Repository } from "../oci/registry/repository.ts";
import type { Side } from "../oci/side.ts";
import { onSide } from "./copy-error.ts";

const DEEPEST_NESTING = 8;

/**
 * What a manifest of `repository` points at. `depth` counts the indexes above it; more than eight are refused, because
 * nobody makes them but to keep somebody busy. Throws `CopyError`.
 */
export async function readManifest(
  side: Side,
  repository: Repository,
  { bytes, mediaType, digest }: RawManifest,
  depth = 0,
): Promise<Manifest> {
  const reading = async () => {
    if (depth > DEEPEST_NESTING)
      throw new RegistryError("TOO_LARGE", `nested more than ${DEEPEST_NESTING} deep`);
    return parseManifest(bytes, mediaType);
  };
  return await onSide(side, "read the manifest of", `${repository}@${digest}`, reading());
}
