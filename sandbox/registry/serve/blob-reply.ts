import { emptyReply, type Reply, type ReplyHeaders, textReply } from "../reply.ts";
import type { BlobContent } from "../store/blob-content.ts";

/** Answers with a blob, or the one range of it that was asked for: 200, 206 or 416. RFC 9110, 14. */
export function blobReply(content: BlobContent, range: string | undefined, headers: ReplyHeaders): Reply {
  const all = { "accept-ranges": "bytes", "content-type": "application/octet-stream", ...headers };
  const asked = parseRange(range, content.size);
  if (asked === "unsatisfiable") {
    return textReply(416, "invalid range: failed to overlap\n", {
      ...headers,
      "content-range": `bytes */${content.size}`,
    });
  }
  const [start, end] = asked ?? [0, content.size];
  const length = { "content-length": String(end - start) };
  if (asked === undefined) return { status: 200, headers: { ...all, ...length }, body: content.read() };
  const part = { "content-range": `bytes ${start}-${end - 1}/${content.size}` };
  return { status: 206, headers: { ...all, ...length, ...part }, body: content.read(start, end) };
}

/** A `HEAD` of the same. */
export function blobHead(content: BlobContent, headers: ReplyHeaders): Reply {
  const length = { "accept-ranges": "bytes", "content-length": String(content.size) };
  return emptyReply(200, { "content-type": "application/octet-stream", ...length, ...headers });
}

/**
 * Start and end (exclusive). Undefined where the header is absent or names several ranges: send everything.
 */
function parseRange(
  header: string | undefined,
  size: number,
): [number, number] | "unsatisfiable" | undefined {
  if (header === undefined || header.includes(",")) return undefined;
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  const [, first = "", last = ""] = match ?? [];
  if (first === "" && last === "") return "unsatisfiable";
  const start = first === "" ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === "" || last === "" ? size : Math.min(Number(last) + 1, size);
  return start < end ? [start, end] : "unsatisfiable";
}
