import type { Readable } from "node:stream";
import { Agent, type Dispatcher } from "undici";
import { connectionError } from "./connection-error.ts";

/** One HTTP request. A `Readable` body can be sent once only; bytes can be sent again. */
export interface HttpRequest {
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | Readable;
  readonly signal?: AbortSignal | undefined;
}

/** The response to a request. Whoever receives it reads `body` to its end or destroys it: it holds a connection. */
export interface HttpResponse {
  readonly status: number;
  /** By lower-case name; a field that came several times is an array. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Where the response came from, after redirects. */
  readonly url: URL;
  readonly body: Dispatcher.ResponseData["body"];
}

/** Sends a request and resolves with the head of its response. Layers (redirects, retries, authorization) wrap it. */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;

/** How long a peer may be silent, in milliseconds. */
export interface Timeouts {
  readonly connect: number;
  /** From the end of the request to the response's head. A registry that hashes 10 GB on `PUT` needs minutes. */
  readonly headers: number;
  /** Between two chunks of a response's body. */
  readonly body: number;
}

/** Patient enough for a slow registry, impatient enough for a dead one. */
export const DEFAULT_TIMEOUTS: Timeouts = { connect: 15_000, headers: 300_000, body: 60_000 };

/**
 * An undici agent as this tool uses it: HTTP/1.1 with `connections` per origin. One HTTP/2 connection would share a
 * single flow-control window among all blobs, which throttles uploads. Headers over 16 KiB are refused.
 */
export function createAgent(connections: number, timeouts: Timeouts = DEFAULT_TIMEOUTS): Agent {
  return new Agent({
    connections,
    pipelining: 1,
    allowH2: false,
    maxHeaderSize: 16 * 1024,
    connect: { timeout: timeouts.connect },
    headersTimeout: timeouts.headers,
    bodyTimeout: timeouts.body,
    keepAliveTimeout: 20_000,
  });
}

/** The innermost {@link Send}: one exchange over `dispatcher`. Failures become {@link RegistryError}s. */
export function exchangeOver(dispatcher: Dispatcher): Send {
  return async ({ method, url, headers, body, signal }) => {
    signal?.throwIfAborted();
    try {
      const response = await dispatcher.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method,
        headers: { "user-agent": "ghcr-mirror", ...headers },
        body: body ?? null,
        signal: signal ?? null,
      });
      return { status: response.statusCode, headers: response.headers, url, body: response.body };
    } catch (error) {
      signal?.throwIfAborted();
      throw connectionError(error, method, url);
    }
  };
}
