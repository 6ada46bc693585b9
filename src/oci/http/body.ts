import { RegistryError } from "../error.ts";
import { connectionError } from "./connection-error.ts";
import type { HttpResponse } from "./exchange.ts";
import { redactUrl } from "./redact.ts";

/** The whole body, at most `limit` bytes. Throws `TOO_LARGE` past it, having stopped reading. */
export async function readBody(response: HttpResponse, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of response.body as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > limit) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw connectionError(error, "GET", response.url);
  }
  if (length > limit) {
    const url = redactUrl(response.url);
    throw new RegistryError("TOO_LARGE", `${url}: the answer is larger than ${limit} bytes`, { url });
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length);
}

/** Reads and forgets the body, so that its connection can serve again. A body over 128 KiB costs the connection instead. */
export async function discardBody(response: HttpResponse): Promise<void> {
  await response.body.dump({ limit: 128 * 1024 }).catch(() => {});
}

/** The value of a header; of one that came several times, the first. */
export function header(response: Pick<HttpResponse, "headers">, name: string): string | undefined {
  const value = response.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** Gives up on a body that nobody wants to the end, and the connection with it. */
export function abandonBody({ body }: HttpResponse): void {
  body.on("error", () => {});
  body.destroy();
}
