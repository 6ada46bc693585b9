import { type Digest, isDigest } from "../../../src/oci/digest.ts";
import type { AdmittedCall, Backend } from "../call.ts";
import { refusal } from "../refusal.ts";
import { emptyReply, type Reply, textReply } from "../reply.ts";
import { blobHead, blobReply } from "./blob-reply.ts";
import { methodNotAllowed } from "./method-not-allowed.ts";

/** `/v2/<name>/blobs/<digest>`: HEAD, GET (whole, range, or a redirect to storage) and DELETE. */
export function serveBlobs(call: AdmittedCall, backend: Backend): Reply {
  const { reference = "" } = call.route;
  if (!reference.includes(":")) return textReply(404, "404 page not found\n");
  if (!isDigest(reference)) throw refusal("DIGEST_INVALID", { detail: {} });
  switch (call.method) {
    case "GET":
    case "HEAD":
      return readBlob(call, reference, backend);
    case "DELETE":
      return deleteBlob(call, reference, backend);
    default:
      return methodNotAllowed("DELETE, GET, HEAD");
  }
}

function readBlob(call: AdmittedCall, digest: Digest, { store, manners, cdn }: Backend): Reply {
  const content = store.blob(call.repository, digest);
  if (content === undefined) throw refusal("BLOB_UNKNOWN", { detail: digest });
  if (cdn !== undefined && manners.cdnMethods.some((method) => method === call.method)) {
    return emptyReply(manners.cdnStatus, { location: cdn.sign(digest) });
  }
  const headers = {
    "cache-control": "max-age=31536000",
    etag: `"${digest}"`,
    ...(manners.contentDigestHeader ? { "docker-content-digest": digest } : {}),
  };
  if (call.headers["if-none-match"] === headers.etag) return emptyReply(304, headers);
  if (call.method === "HEAD") return blobHead(content, headers);
  return blobReply(content, call.headers.range, headers);
}

function deleteBlob(call: AdmittedCall, digest: Digest, { store, manners }: Backend): Reply {
  if (!manners.deletes) throw refusal("UNSUPPORTED");
  if (!store.deleteBlob(call.repository, digest)) throw refusal("BLOB_UNKNOWN", { detail: digest });
  return emptyReply(202);
}
