import type { BlobStream } from "../../../src/oci/registry/blob-stream.ts";

/** Everything that a stream gives. Chunks are lent, so they are copied. */
export async function readStream(stream: BlobStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  await stream.flow((chunk): undefined => {
    chunks.push(Buffer.from(chunk));
  });
  return Buffer.concat(chunks);
}
