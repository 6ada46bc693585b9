import type { Descriptor } from "../oci/descriptor.ts";
import { BlobStream } from "../oci/registry/blob-stream.ts";
import { openBlob } from "../oci/registry/blobs.ts";
import type { Repository } from "../oci/registry/repository.ts";
import { verified } from "./verified.ts";

/** The bytes of a blob: at once where they are few, and then verified; or as they come from the source. */
export type Content = BlobStream | Buffer;

/** Up to this size the bytes are read at once: their upload can then be repeated without fetching them again. */
const SMALL = 64 * 1024;

/** Opens a blob at the source. `onChunk` is told of the bytes of a stream as they come. Throws as registries do. */
export async function openContent(
  source: Repository,
  blob: Descriptor,
  signal: AbortSignal,
  onChunk: (bytes: number) => void,
): Promise<Content> {
  if (blob.size <= SMALL) return await readContent(source, blob, signal);
  return await openBlob(source, blob, signal, onChunk);
}

/** Reads a blob whole. Throws `DIGEST_MISMATCH` for other bytes than its digest names. */
export async function readContent(
  source: Repository,
  blob: Descriptor,
  signal: AbortSignal,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const stream = await openBlob(source, blob, signal);
  const produce = verified((sink) => stream.flow(sink), blob);
  await produce((chunk): undefined => {
    chunks.push(Buffer.from(chunk));
  });
  return Buffer.concat(chunks);
}

/** Gives up what of a blob has not been read. */
export function abandonContent(content: Content | undefined): void {
  if (content instanceof BlobStream) content.abandon();
}
