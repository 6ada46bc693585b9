import { type Digest, isDigest } from "../../../src/oci/digest.ts";
import type { AdmittedCall, Backend } from "../call.ts";
import { refusal } from "../refusal.ts";
import { emptyReply, type Reply } from "../reply.ts";
import type { UploadSession } from "../store/upload-session.ts";
import { requireContentRange } from "./content-range.ts";
import { methodNotAllowed } from "./method-not-allowed.ts";
import { startUpload } from "./start-upload.ts";
import { completeUpload, uploadReply } from "./upload-reply.ts";

/** `/v2/<name>/blobs/uploads/[<session>]`: POST begins, PATCH and PUT continue, GET asks, DELETE cancels. */
export function serveUploads(call: AdmittedCall, backend: Backend): Reply | Promise<Reply> {
  const { session: id } = call.route;
  if (id === undefined) return call.method === "POST" ? startUpload(call, backend) : methodNotAllowed("POST");
  const asks = call.method === "GET" || call.method === "HEAD";
  const anyOffset = asks && backend.manners.resumableUploads;
  const session = backend.uploads.find(call.repository, id, call.url.searchParams.get("_state"), anyOffset);
  switch (call.method) {
    case "PATCH":
      return patch(call, session, backend);
    case "PUT":
      return put(call, session, backend);
    case "GET":
    case "HEAD":
      return uploadReply(204, session, backend);
    case "DELETE":
      backend.uploads.close(session);
      return emptyReply(204, { "docker-upload-uuid": session.id });
    default:
      return methodNotAllowed("DELETE, GET, HEAD, PATCH, PUT");
  }
}

async function patch(call: AdmittedCall, session: UploadSession, backend: Backend): Promise<Reply> {
  const type = call.headers["content-type"] ?? "application/octet-stream";
  if (type !== "application/octet-stream") throw refusal("UNKNOWN", { detail: "bad Content-Type" });
  requireContentRange(call.headers, session.size, backend.manners.rangedPatchLimit);
  await session.receive(call.body);
  return uploadReply(202, session, backend);
}

async function put(call: AdmittedCall, session: UploadSession, backend: Backend): Promise<Reply> {
  const digest = requireDigest(call.url.searchParams.get("digest"));
  if (!backend.manners.putBody && carriesBody(call)) {
    throw refusal("BLOB_UPLOAD_INVALID", { status: 400, detail: "the blob must be sent by PATCH" });
  }
  requireContentRange(call.headers, session.size, Number.POSITIVE_INFINITY);
  await session.receive(call.body, digest);
  return completeUpload(call.repository, session, digest, backend);
}

function requireDigest(digest: string | null): Digest {
  if (digest === null || digest === "") throw refusal("DIGEST_INVALID", { detail: "digest missing" });
  if (!isDigest(digest)) throw refusal("DIGEST_INVALID", { detail: "digest parsing failed" });
  return digest;
}

function carriesBody({ headers }: AdmittedCall): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}
