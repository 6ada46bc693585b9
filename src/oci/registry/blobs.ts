import type { Descriptor } from "../descriptor.ts";
import type { Digest } from "../digest.ts";
import { RegistryError } from "../error.ts";
import { header } from "../http/body.ts";
import type { HttpResponse } from "../http/exchange.ts";
import { redactUrl } from "../http/redact.ts";
import { BlobStream } from "./blob-stream.ts";
import type { Repository } from "./repository.ts";

/** Below this size, in bytes, a blob is a response like any other. */
const BULK = 64 * 1024;

/** Whether the repository holds the blob. */
export async function hasBlob(
  repository: Repository,
  digest: Digest,
  signal?: AbortSignal,
): Promise<boolean> {
  const path = `blobs/${digest}`;
  const response = await repository.call({ method: "HEAD", path, expect: [200, 404], signal });
  await response.body.discard();
  return response.status === 200;
}

/**
 * Opens a blob for reading; resolves when its first response is there. The stream takes itself up again where a
 * connection breaks, and fails with `SIZE_MISMATCH` unless exactly `descriptor.size` bytes come. It does not hash.
 * `onChunk` is told of every piece as it comes.
 */
export async function openBlob(
  repository: Repository,
  descriptor: Pick<Descriptor, "digest" | "size">,
  signal?: AbortSignal,
  onChunk: (bytes: number) => void = () => {},
): Promise<BlobStream> {
  const open = (offset: number) => getBlob(repository, descriptor, offset, signal);
  return new BlobStream({ first: await open(0), open, size: descriptor.size, onChunk });
}

/** A GET from `offset` on. A registry without ranges sends everything again (200), which the stream skips. */
async function getBlob(
  repository: Repository,
  { digest, size }: Pick<Descriptor, "digest" | "size">,
  offset: number,
  signal: AbortSignal | undefined,
): Promise<HttpResponse> {
  const response = await repository.call({
    method: "GET",
    path: `blobs/${digest}`,
    headers: offset === 0 ? {} : { range: `bytes=${offset}-` },
    expect: offset === 0 ? [200] : [200, 206],
    isBulk: size > BULK,
    signal,
  });
  const range = header(response, "content-range");
  if (response.status === 206 && !range?.startsWith(`bytes ${offset}-`)) {
    response.body.abandon();
    const url = redactUrl(response.url);
    throw new RegistryError("MALFORMED", `GET ${url}: asked for bytes from ${offset}, got ${range}`, { url });
  }
  return response;
}
