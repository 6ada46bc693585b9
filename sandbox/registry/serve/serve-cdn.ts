import { isDigest } from "../../../src/oci/digest.ts";
import type { Backend, Call } from "../call.ts";
import type { Reply } from "../reply.ts";
import { blobHead, blobReply } from "./blob-reply.ts";

/**
 * Storage behind signed addresses, as S3 is: a request that carries `Authorization` as well is refused with
 * 400, a wrong or expired signature with 403. The signature covers the blob only, so it says nothing about
 * repositories.
 */
export function serveCdn(call: Call, { store, cdn }: Backend): Reply {
  const digest = call.route.reference ?? "";
  if (call.headers.authorization !== undefined) {
    return xmlError(400, "InvalidArgument", "Only one auth mechanism allowed");
  }
  if (!isDigest(digest) || !cdn?.verify(digest, call.url.searchParams)) {
    return xmlError(403, "AccessDenied", "Request has expired or its signature does not match");
  }
  const content = store.storedBlob(digest);
  if (content === undefined) return xmlError(404, "NoSuchKey", "The specified key does not exist.");
  if (call.method === "HEAD") return blobHead(content, {});
  return blobReply(content, call.headers.range, {});
}

function xmlError(status: number, code: string, message: string): Reply {
  const text = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  const body = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${text}`);
  return {
    status,
    headers: { "content-type": "application/xml", "content-length": String(body.length) },
    body,
  };
}
