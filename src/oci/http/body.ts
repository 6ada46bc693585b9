import { RegistryError } from "../error.ts";
import type { HttpResponse } from "./exchange.ts";
import { redactUrl } from "./redact.ts";
import type { Sink } from "./wire/sink.ts";

/** The body of a response. One of its methods is called, once: until then it holds a connection. */
export interface Body {
  /** Gives everything to `sink`. Rejects with `RegistryError` where it breaks off, and with what the sink throws. */
  flow(sink: Sink): Promise<void>;
  /** Reads and forgets, so that the connection can serve again; a long body costs the connection instead. Never fails. */
  discard(): Promise<void>;
  /** Gives it up, and the connection with it. */
  abandon(): void;
}

/** The whole body, at most `limit` bytes. Throws `TOO_LARGE` past it, having stopped reading. */
export async function readBody(response: HttpResponse, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  await response.body.flow((chunk): undefined => {
    length += chunk.length;
    if (length > limit) throw tooLarge(response, limit);
    chunks.push(Buffer.from(chunk));
  });
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length);
}

function tooLarge(response: HttpResponse, limit: number): RegistryError {
  const url = redactUrl(response.url);
  return new RegistryError("TOO_LARGE", `${url}: the answer is larger than ${limit} bytes`, { url });
}

/** The value of a header; of one that came several times, the first. */
export function header(response: Pick<HttpResponse, "headers">, name: string): string | undefined {
  const value = response.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
