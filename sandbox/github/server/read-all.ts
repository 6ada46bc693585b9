import type { IncomingMessage } from "node:http";

/** More than any request needs. */
const LIMIT = 50 * 1024 * 1024;

/** A request's body; undefined where the client broke off. A body above 50 MiB ends the connection. */
export async function readAll(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      size += chunk.length;
      if (size > LIMIT) return void request.destroy();
      chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks);
}
