import type { Descriptor } from "../../../src/oci/descriptor.ts";
import { type Digest, digestOf, isDigest } from "../../../src/oci/digest.ts";
import type { AdmittedCall, Backend } from "../call.ts";
import { readBody } from "../read-body.ts";
import { type ManifestContents, readManifest } from "../read-manifest.ts";
import { Refusal, refusal, wireError } from "../refusal.ts";
import { emptyReply, type Reply } from "../reply.ts";

/** OCI distribution-spec, "Pushing Manifests": a registry should take at least this much; none takes more. */
const MANIFEST_LIMIT = 4 * 1024 * 1024;

/** Stores a manifest once everything it points at is in the repository; then, and only then, its tag. */
export async function putManifest(call: AdmittedCall, reference: string, backend: Backend): Promise<Reply> {
  const { repository } = call;
  const { store, manners } = backend;
  const mediaType = call.headers["content-type"]?.split(";", 1)[0]?.trim() ?? "";
  if (!manners.manifestTypes.includes(mediaType)) {
    throw refusal("MANIFEST_INVALID", { detail: `unsupported manifest media type: ${mediaType}` });
  }
  const bytes = await readBody(call.body, MANIFEST_LIMIT);
  const contents = readManifest(mediaType, bytes);
  if (isDigest(reference) && digestOf(bytes, reference) !== reference) throw refusal("DIGEST_INVALID");
  requireComplete(repository, contents, backend);
  const { digest } = store.putManifest(repository, reference, mediaType, bytes);
  const subject = manners.referrers ? contents.subject?.digest : undefined;
  return emptyReply(201, {
    "docker-content-digest": manners.contentDigestHeader ? digest : undefined,
    location: `${manners.absoluteLocation ? backend.origin : ""}/v2/${repository}/manifests/${digest}`,
    "oci-subject": subject,
  });
}

function requireComplete(repository: string, contents: ManifestContents, { store, manners }: Backend): void {
  const absent = contents.blobs.filter(({ digest }) => !store.hasBlob(repository, digest));
  const blobs = manners.foreignLayers ? absent.filter((blob) => !isForeign(blob)) : absent;
  const children = contents.children.filter(({ digest }) => !store.manifest(repository, digest));
  const missing = new Set<Digest>([...blobs, ...children].map(({ digest }) => digest));
  if (missing.size === 0) return;
  const errors = [...missing].map((digest) => wireError("MANIFEST_BLOB_UNKNOWN", { detail: digest }));
  // Debian's docker-registry allows no foreign addresses, and says so with a 500.
  if (blobs.some(isForeign)) throw new Refusal(500, [wireError("UNKNOWN"), ...errors]);
  throw new Refusal(400, errors);
}

function isForeign({ urls }: Descriptor): boolean {
  return urls !== undefined && urls.length > 0;
}
