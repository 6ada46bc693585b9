/** Response headers; an undefined value is left out. */
export type ReplyHeaders = Readonly<Record<string, string | undefined>>;

/** Bytes of a response: at once, or as a sequence that is written with backpressure. */
export type ReplyBody = Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** A response as data. Handlers make it, faults alter it, `sendReply` writes it. */
export interface Reply {
  readonly status: number;
  readonly headers: ReplyHeaders;
  readonly body?: ReplyBody;
  /** Destroy the connection after the body instead of ending the response. */
  readonly cut?: true;
}

/** A JSON response with its length, ended by a newline as Go's encoder does. */
export function jsonReply(status: number, value: unknown, headers: ReplyHeaders = {}): Reply {
  const body = Buffer.from(`${JSON.stringify(value)}\n`);
  const type = { "content-type": "application/json; charset=utf-8", "content-length": String(body.length) };
  return { status, headers: { ...type, ...headers }, body };
}

/** A plain text response, as Go's router answers what it does not know. */
export function textReply(status: number, text: string, headers: ReplyHeaders = {}): Reply {
  const body = Buffer.from(text);
  const type = { "content-type": "text/plain; charset=utf-8", "content-length": String(body.length) };
  return { status, headers: { ...type, ...headers }, body };
}

/** A response without a body. */
export function emptyReply(status: number, headers: ReplyHeaders = {}): Reply {
  return {
    status,
    headers: status === 204 || status === 304 ? headers : { "content-length": "0", ...headers },
  };
}

/** The body as a sequence of chunks, whatever it was. */
export function chunksOf(body: ReplyBody | undefined): Iterable<Uint8Array> | AsyncIterable<Uint8Array> {
  if (body === undefined) return [];
  return body instanceof Uint8Array ? [body] : body;
}
