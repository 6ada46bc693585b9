import type { Digest } from "../../../src/oci/digest.ts";
import type { Backend } from "../call.ts";
import { refusal } from "../refusal.ts";
import { emptyReply, type Reply } from "../reply.ts";
import type { UploadSession } from "../store/upload-session.ts";

/** Says how far an upload is and where it goes on. */
export function uploadReply(
  status: 202 | 204,
  session: UploadSession,
  { uploads, ...backend }: Backend,
): Reply {
  return emptyReply(status, {
    "docker-upload-uuid": session.id,
    location: `${locationBase(backend)}${uploads.location(session)}`,
    range: `0-${Math.max(session.size - 1, 0)}`,
  });
}

/** Ends an upload. A wrong digest is refused, stores nothing, and leaves the session as it is. */
export function completeUpload(
  repository: string,
  session: UploadSession,
  digest: Digest,
  backend: Backend,
): Reply {
  if (backend.manners.verifiesDigest && session.digest(digest) !== digest) {
    throw refusal("DIGEST_INVALID", { detail: { Digest: digest, Reason: {} } });
  }
  backend.uploads.close(session);
  backend.store.addBlob(repository, digest, session.content());
  return blobCreated(repository, digest, backend);
}

/** 201: the blob is in the repository. */
export function blobCreated(repository: string, digest: Digest, backend: Backend): Reply {
  return emptyReply(201, {
    "docker-content-digest": backend.manners.contentDigestHeader ? digest : undefined,
    location: `${locationBase(backend)}/v2/${repository}/blobs/${digest}`,
  });
}

function locationBase({ manners, origin }: Pick<Backend, "manners" | "origin">): string {
  return manners.absoluteLocation ? origin : "";
}
