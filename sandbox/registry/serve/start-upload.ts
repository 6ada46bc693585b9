import { isDigest } from "../../../src/oci/digest.ts";
import type { AdmittedCall, Backend } from "../call.ts";
import { canRead } from "../can-read.ts";
import type { Reply } from "../reply.ts";
import { blobCreated, completeUpload, uploadReply } from "./upload-reply.ts";

/** `POST …/blobs/uploads/`: mounts (201), takes a whole blob (201), or opens a session (202). */
export async function startUpload(call: AdmittedCall, backend: Backend): Promise<Reply> {
  const { repository } = call;
  const query = call.url.searchParams;
  const digest = query.get("digest") ?? "";
  const mount = query.get("mount") ?? "";
  const from = query.get("from") ?? "";
  if (isDigest(mount) && mayMount(from, call, backend)) {
    if (backend.store.mountBlob(from, repository, mount)) return blobCreated(repository, mount, backend);
  }
  const keep = backend.store.uploadMode === "keep";
  const session = backend.uploads.open(repository, { keep, hash: backend.manners.verifiesDigest });
  if (!isDigest(digest) || !backend.manners.monolithicPost) return uploadReply(202, session, backend);
  try {
    await session.receive(call.body, digest);
    return completeUpload(repository, session, digest, backend);
  } finally {
    backend.uploads.close(session);
  }
}

function mayMount(from: string, { repository, identity }: AdmittedCall, backend: Backend): boolean {
  const { manners } = backend;
  return manners.mount && (manners.selfMount || from !== repository) && canRead(identity, from, backend);
}
