import type { Intent } from "../../jobs/intent.ts";
import { isDigest } from "../../oci/digest.ts";
import { isRepository, isTag } from "../../oci/reference.ts";
import type { Payload } from "./payload.ts";

/**
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#package, and #registry_package, which says the same under another name.
 * What stands here is known from deliveries; GitHub's description has other types for some of it.
 */
export interface PackagePayload extends Payload {
  readonly package?: PackagePart | null;
  readonly registry_package?: PackagePart | null;
}

interface PackagePart {
  readonly name?: unknown;
  readonly namespace?: unknown;
  readonly owner?: { readonly login?: unknown } | null;
  readonly package_type?: unknown;
  readonly package_version?: VersionPart | null;
}

interface VersionPart {
  readonly version?: unknown;
  readonly name?: unknown;
  /** `ghcr.io/acme/redis:7`; of a manifest without a tag `ghcr.io/acme/redis:`. */
  readonly package_url?: unknown;
  readonly container_metadata?: {
    readonly tag?: { readonly name?: unknown; readonly digest?: unknown } | null;
    readonly manifest?: { readonly digest?: unknown } | null;
  } | null;
}

const CONTAINER_TYPES: ReadonlySet<string> = new Set(["container", "docker"]);
const USUAL_HOST = "ghcr.io";

/**
 * A tag of a container package was published or moved. There is an event for each manifest of an image: those without a tag mean nothing.
 * `registry.url` is not asked for the host: it is `https://CONTAINER.pkg.github.com/…`, where nothing is.
 */
export function packageEvent(payload: PackagePayload): readonly Intent[] {
  const { action } = payload;
  const part = payload.package ?? payload.registry_package;
  if (action !== "published" && action !== "updated") return [];
  if (!CONTAINER_TYPES.has(textOf(part?.package_type).toLowerCase())) return [];
  const owner = textOf(part?.owner?.login) || textOf(part?.namespace);
  const path = `${owner}/${textOf(part?.name)}`.toLowerCase();
  const { host, tag: named } = readPackageUrl(textOf(part?.package_version?.package_url));
  const tag = textOf(part?.package_version?.container_metadata?.tag?.name) || named;
  if (!owner || !isRepository(path) || !isTag(tag)) return [];
  return [
    {
      kind: "errand",
      errand: { kind: "package", package: `${host}/${path}`, tag, digest: digestOf(part?.package_version) },
    },
  ];
}

/** The host, where it is one, and the tag; empty where there is none. */
function readPackageUrl(url: string): { readonly host: string; readonly tag: string } {
  const [, host = USUAL_HOST, tag = ""] =
    /^(?:https?:\/\/)?([^/]+\.[^/]+)\/[^:]+(?::(.*))?$/s.exec(url) ?? [];
  return { host: host.toLowerCase(), tag };
}

function digestOf(version: VersionPart | null | undefined): string | null {
  const { tag, manifest } = version?.container_metadata ?? {};
  const candidates = [tag?.digest, manifest?.digest, version?.version, version?.name].map(textOf);
  return candidates.find(isDigest) ?? null;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
