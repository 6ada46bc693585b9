import type { Descriptor } from "./descriptor.ts";
import { isDigest } from "./digest.ts";
import { RegistryError } from "./error.ts";
import { tidyWords } from "./http/tidy-words.ts";
import { isIndexType, isManifestType, isSchema1Type, MediaType } from "./media-type.ts";

/** What a manifest points at. The bytes stay authoritative: nothing is ever written back from this. */
export interface Manifest {
  readonly mediaType: string;
  /** Manifests: the platforms of an index. Empty for an image. */
  readonly children: readonly Descriptor[];
  /** Config, layers, or the blobs of an artifact; repeated where the manifest repeats them. */
  readonly blobs: readonly Descriptor[];
  readonly annotations: Readonly<Record<string, string>>;
}

/**
 * Reads a manifest of any type this tool copies: Docker schema 2, OCI, their indexes, artifacts. `contentType` is what the
 * registry called it. Throws `UNSUPPORTED` for Docker schema 1 and for any other type, and `MALFORMED`, also for what two
 * readers could take for two things: a manifest that names another type itself, an image with the list of an index. OCI
 * image-spec, GHSA-77vh-xpmg-72qh.
 */
export function parseManifest(bytes: Uint8Array, contentType: string): Manifest {
  const body = parseObject(bytes);
  if (isSchema1Type(contentType) || body["schemaVersion"] === 1) {
    const message =
      "this is a Docker schema 1 manifest: it has no stable digest, so it cannot be mirrored byte for byte";
    throw new RegistryError("UNSUPPORTED", `${message}; pull it and push it again with a current Docker`);
  }
  const own = ownType(body);
  if (own !== undefined && !isGeneric(contentType) && own !== contentType) {
    throw new RegistryError(
      "MALFORMED",
      `the registry calls the manifest ${tidyWords(contentType)}, the manifest itself ${tidyWords(own)}`,
    );
  }
  const mediaType = own ?? (isGeneric(contentType) ? typeByShape(body) : contentType);
  if (!isManifestType(mediaType)) {
    throw new RegistryError(
      "UNSUPPORTED",
      `manifests of the type ${tidyWords(mediaType)} are not understood`,
    );
  }
  refuseTwoShapes(body, mediaType);
  const annotations = annotationsOf(body);
  if (isIndexType(mediaType))
    return { mediaType, children: descriptors(body, "manifests"), blobs: [], annotations };
  if (mediaType === MediaType.ociArtifact) {
    return { mediaType, children: [], blobs: descriptors(body, "blobs"), annotations };
  }
  const config = body["config"] === undefined ? [] : [descriptor(body["config"], "config")];
  return { mediaType, children: [], blobs: [...config, ...descriptors(body, "layers")], annotations };
}

/**
 * The type of a manifest: what the registry calls it or, where that says only that it is JSON or text, what it calls itself
 * or looks like. Never throws; whether it is a manifest at all, {@link parseManifest} finds out.
 */
export function typeOfManifest(bytes: Uint8Array, contentType: string): string {
  if (!isGeneric(contentType)) return contentType;
  try {
    const body = parseObject(bytes);
    return ownType(body) ?? typeByShape(body);
  } catch {
    return contentType;
  }
}

function isGeneric(contentType: string): boolean {
  return contentType === "" || /^(text\/plain|application\/(json|octet-stream))$/.test(contentType);
}

function ownType({ mediaType }: Record<string, unknown>): string | undefined {
  return typeof mediaType === "string" && mediaType !== "" ? mediaType : undefined;
}

function refuseTwoShapes(body: Record<string, unknown>, mediaType: string): void {
  const foreign = isIndexType(mediaType) ? ["config", "layers", "fsLayers"] : ["manifests", "fsLayers"];
  const found = foreign.find((field) => body[field] !== undefined && body[field] !== null);
  if (found === undefined) return;
  throw new RegistryError("MALFORMED", `the manifest is of the type ${mediaType} and has "${found}"`);
}

function annotationsOf({ annotations }: Record<string, unknown>): Readonly<Record<string, string>> {
  const entries = typeof annotations === "object" && annotations !== null ? Object.entries(annotations) : [];
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

function typeByShape(body: Record<string, unknown>): string {
  return Array.isArray(body["manifests"]) ? MediaType.ociIndex : MediaType.ociManifest;
}

function parseObject(bytes: Uint8Array): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (typeof body === "object" && body !== null && !Array.isArray(body))
      return body as Record<string, unknown>;
  } catch (cause) {
    throw new RegistryError("MALFORMED", "the manifest is not JSON", { cause });
  }
  throw new RegistryError("MALFORMED", "the manifest is not a JSON object");
}

function descriptors(body: Record<string, unknown>, field: string): readonly Descriptor[] {
  const list = body[field] ?? [];
  if (!Array.isArray(list)) throw new RegistryError("MALFORMED", `the manifest's "${field}" is not a list`);
  return list.map((item, index) => descriptor(item, `${field}[${index}]`));
}

function descriptor(value: unknown, where: string): Descriptor {
  const { platform, ...others } = (value ?? {}) as Record<string, unknown>;
  const { mediaType, digest, size } = others;
  if (typeof digest !== "string" || !isDigest(digest)) {
    throw new RegistryError("MALFORMED", `the manifest's "${where}" has no usable digest`);
  }
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) {
    throw new RegistryError("MALFORMED", `the manifest's "${where}" has no usable size`);
  }
  if (typeof mediaType !== "string")
    throw new RegistryError("MALFORMED", `the manifest's "${where}" has no media type`);
  // A platform that cannot be read is none: what is copied whole need not be understood.
  return (isPlatform(platform) ? value : others) as unknown as Descriptor;
}

function isPlatform(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { os, architecture, variant = "", "os.version": version = "" } = value as Record<string, unknown>;
  return [os, architecture, variant, version].every((part) => typeof part === "string");
}
