import { refusal } from "./refusal.ts";

/** A whole body of at most `limit` bytes. Throws 413 above it. */
export async function readBody(body: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) {
      throw refusal("MANIFEST_INVALID", { status: 413, detail: "http: request body too large" });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
