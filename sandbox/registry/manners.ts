import type { AuthMode } from "./auth-mode.ts";
import type { PullLimit } from "./pull-ledger.ts";
import type { RequestRate } from "./request-rate.ts";
import type { Visibility } from "./store/registry-store.ts";

/** How one kind of registry behaves where registries differ. Plain data: vary it with a spread. */
export interface Manners {
  /** Used where `startRegistry` is given none; fills in what a given one of the same kind leaves out. */
  readonly auth: AuthMode;

  // Names
  /** The repositories that can exist here. Others are DENIED to everybody. */
  readonly admits: RegExp;
  /** What a name outside the grammar gets: the router's own 404 page, or 400 NAME_INVALID. */
  readonly badName: "page-not-found" | "name-invalid";

  // Manifests and tags
  /** The types a manifest may be put with; any other is MANIFEST_INVALID. */
  readonly manifestTypes: readonly string[];
  /**
   * Whether a manifest may name layers with `urls` that are not stored here; otherwise 500, as
   * docker-registry.
   */
  readonly foreignLayers: boolean;
  /** Whether manifests (and blobs) can be deleted; otherwise 405 UNSUPPORTED. */
  readonly deletes: boolean;
  readonly tagOrder: "lexical" | "oldest-first";
  /** The most tags of one page, which is also the page of who asks for no number. */
  readonly tagPage: number;
  /** The referrers API and `OCI-Subject`. Without it, the router's 404 page. */
  readonly referrers: boolean;
  /** `Docker-Content-Digest` on manifests and blobs. */
  readonly contentDigestHeader: boolean;
  /** Manifest GETs are billed against this, and refused with 429 when it is used up. */
  readonly pullLimit: PullLimit | undefined;

  // Requests
  /** How often one address may ask. */
  readonly rate: RequestRate | undefined;
  /** The API of its website that is served beside the registry's. */
  readonly api: "quay" | undefined;

  // Blobs
  /** These are answered with a redirect to the "cdn" listener, which refuses requests that carry Authorization. */
  readonly cdnMethods: readonly ("GET" | "HEAD")[];
  readonly cdnStatus: 302 | 307;

  // Uploads
  /** `POST ?mount=&from=` at all; otherwise always 202. */
  readonly mount: boolean;
  /** `POST ?mount=` from the very repository it is for; otherwise 202. */
  readonly selfMount: boolean;
  /** `POST ?digest=` with the whole blob; otherwise its body is ignored: 202. */
  readonly monolithicPost: boolean;
  /** A PUT that carries bytes; otherwise 400 BLOB_UPLOAD_INVALID, and they must come by PATCH. */
  readonly putBody: boolean;
  /**
   * The most bytes of a PATCH with a `Content-Range`; above it 416. Without that header there is no limit.
   */
  readonly rangedPatchLimit: number;
  /** Status (GET) of an upload whose PATCH broke off. docker-registry 2.8.2 refuses it: start anew. */
  readonly resumableUploads: boolean;
  /** Whether a blob must have the digest of its PUT. Registries that do not look exist. */
  readonly verifiesDigest: boolean;
  /** `Location` with scheme and host. */
  readonly absoluteLocation: boolean;

  // Access
  /** Of a repository for which nobody set it (`store.setVisibility`). */
  readonly visibility: Visibility;
  /** Anonymous callers get no pull token for a repository that does not exist. */
  readonly hidesAbsent: boolean;
  /** A token that would grant nothing is refused by the token service: 403 DENIED. */
  readonly deniesAtToken: boolean;
  /** Only the password counts, as with GitHub's tokens. */
  readonly ignoresUserName: boolean;
  /** The scope that the challenge of `/v2/` names, whatever the caller wants. */
  readonly placeholderScope: string | undefined;
  /** Writes, and reading what is private, are refused to every account but by a classic personal access token (`ghp_…`). */
  readonly refuseInstallationTokens: boolean;
}
