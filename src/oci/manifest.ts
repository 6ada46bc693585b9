import type { Descriptor } from "./descriptor.ts";
import { isDigest } from "./digest.ts";
import { RegistryError } from "./error.ts";
import { isIndexType, isSchema1Type, MediaType } from "./media-type.ts";

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
 * registry called it; a manifest that names another type itself is refused, because two readers could take it for two
 * things. Throws `UNSUPPORTED` for Docker schema 1, and `MALFORMED`.
 */
export function parseManifest(bytes: Uint8Array, contentType: string): Manifest {
  const body = parseObject(bytes);
  const own = typeof body["mediaType"] === "string" ? body["mediaType"] : undefined;
  if (isSchema1Type(contentType) || body["schemaVersion"] === 1) {
    const message =
      "this is a Docker schema 1 manifest: it has no stable digest, so it cannot be mirrored byte for byte";
    throw new RegistryError("UNSUPPORTED", `${message}; pull it and push it again with a current Docker`);
  }
  const generic = contentType === "" || /^(text\/plain|application\/(json|octet-stream))$/.test(contentType);
  if (own !== undefined && !generic && own !== contentType) {
    throw new RegistryError(
      "MALFORMED",
      `the registry calls the manifest ${contentType}, the manifest itself ${own}`,
    );
  }
  const mediaType = own ?? (generic ? typeByShape(body) : contentType);
  const annotations = annotationsOf(body);
  if (isIndexType(mediaType))
    return { mediaType, children: descriptors(body, "manifests"), blobs: [], annotations };
  if (mediaType === MediaType.ociArtifact) {
    return { mediaType, children: [], blobs: descriptors(body, "blobs"), annotations };
  }
  const config = body["config"] === undefined ? [] : [descriptor(body["config"], "config")];
  return { mediaType, children: [], blobs: [...config, ...descriptors(body, "layers")], annotations };
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
  const { mediaType, digest, size } = (value ?? {}) as Record<string, unknown>;
  if (typeof digest !== "string" || !isDigest(digest)) {
    throw new RegistryError("MALFORMED", `the manifest's "${where}" has no usable digest`);
  }
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) {
    throw new RegistryError("MALFORMED", `the manifest's "${where}" has no usable size`);
  }
  if (typeof mediaType !== "string")
    throw new RegistryError("MALFORMED", `the manifest's "${where}" has no media type`);
  return value as Descriptor;
}
