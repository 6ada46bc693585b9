import type { Descriptor } from "../../src/oci/descriptor.ts";
import { isDigest } from "../../src/oci/digest.ts";
import { isIndexType } from "../../src/oci/media-type.ts";
import { refusal } from "./refusal.ts";

/** What a manifest points at. */
export interface ManifestContents {
  /** Manifests that must be there before it. */
  readonly children: readonly Descriptor[];
  /** Blobs that must be there before it, the config first. */
  readonly blobs: readonly Descriptor[];
  /** What it refers to, which need not exist. */
  readonly subject: Descriptor | undefined;
  readonly artifactType: string | undefined;
  readonly annotations: Readonly<Record<string, string>> | undefined;
}

/**
 * Reads a manifest put as `mediaType`. Throws MANIFEST_INVALID where docker-registry does: no JSON object, a
 * `mediaType` that contradicts, an index with layers, an image with manifests (CVE-2021-41190).
 */
export function readManifest(mediaType: string, bytes: Uint8Array): ManifestContents {
  const manifest = parseObject(bytes);
  const index = isIndexType(mediaType);
  if (manifest["schemaVersion"] !== 2) throw invalid("schemaVersion must be 2");
  if ((manifest["mediaType"] ?? mediaType) !== mediaType) {
    throw invalid(`mediaType in manifest should be '${mediaType}' not '${manifest["mediaType"]}'`);
  }
  if (index ? "layers" in manifest || "config" in manifest : "manifests" in manifest) {
    throw invalid(index ? "expected index but found manifest" : "expected manifest but found index");
  }
  const config = index ? [] : descriptorsOf([manifest["config"] ?? manifest["blobs"] ?? {}].flat());
  const annotations = manifest["annotations"];
  const subject = manifest["subject"];
  return {
    children: index ? descriptorsOf(manifest["manifests"]) : [],
    blobs: [...config, ...descriptorsOf(manifest["layers"] ?? [])],
    subject: subject === undefined || subject === null ? undefined : descriptorsOf([subject])[0],
    artifactType: artifactTypeOf(manifest, config[0]),
    annotations: isObject(annotations) ? (annotations as Record<string, string>) : undefined,
  };
}

function artifactTypeOf(
  manifest: Record<string, unknown>,
  config: Descriptor | undefined,
): string | undefined {
  const named = manifest["artifactType"];
  return typeof named === "string" && named !== "" ? named : config?.mediaType;
}

function descriptorsOf(value: unknown): Descriptor[] {
  if (!Array.isArray(value)) throw invalid("a list of descriptors is missing");
  return value.map((entry) => {
    if (!isObject(entry) || typeof entry["digest"] !== "string" || !isDigest(entry["digest"])) {
      throw invalid("a descriptor has no valid digest");
    }
    return entry as unknown as Descriptor;
  });
}

function parseObject(bytes: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString("utf8"));
    if (isObject(value)) return value;
  } catch (error) {
    throw invalid(String(error));
  }
  throw invalid("not a JSON object");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function invalid(detail: string) {
  return refusal("MANIFEST_INVALID", { detail });
}
