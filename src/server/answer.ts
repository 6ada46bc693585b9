import type { ServerResponse } from "node:http";

/** What a request is told. */
export interface Answer {
  readonly status: number;
  /** One line, without its end; or a document with its own `content-type`. */
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Closes the connection: the rest of the request is not worth being read. */
  readonly hangsUp?: boolean;
}

/** Sends an answer, once. After that, and to somebody who has gone away, nothing is sent. */
export function send(response: ServerResponse, { status, body, headers, hangsUp }: Answer): void {
  if (response.headersSent || response.destroyed) return;
  if (hangsUp) response.setHeader("connection", "close");
  const text = headers?.["content-type"] ? body : `${body}\n`;
  response.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    "content-length": Buffer.byteLength(text),
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    ...headers,
  });
  response.end(text);
}

/** A refusal of one line, after which the connection is closed. */
export function refusal(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, body, headers, hangsUp: true };
}
