import type { Dispatcher } from "undici";
import errors from "undici/lib/core/errors.js";
import Agent from "undici/lib/dispatcher/agent.js";
import type { Body } from "./body.ts";
import { connectionError } from "./connection-error.ts";
import { createConnector } from "./connector.ts";
import type { Network } from "./network.ts";
import type { ProxyFor } from "./proxy/proxy.ts";
import { requestTarget } from "./proxy/request-target.ts";
import { exchangeOverUndici } from "./undici-exchange.ts";
import type { Producer } from "./wire/sink.ts";
import type { Wire } from "./wire/wire.ts";

/** One HTTP request. A body that is produced can be sent once only; bytes can be sent again. */
export interface HttpRequest {
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | Producer;
  /** The response is large: it is to be passed on, not to be kept. */
  readonly isBulk?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** The response to a request. Whoever receives it reads `body` to its end, or abandons it: it holds a connection. */
export interface HttpResponse {
  readonly status: number;
  /** By lower-case name; a field that came several times is an array. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Where the response came from, after redirects. */
  readonly url: URL;
  readonly body: Body;
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
 * single flow-control window among all blobs, which throttles uploads. Headers over 16 KiB are refused. Connects as
 * `network` has it.
 */
export function createAgent(
  connections: number,
  timeouts: Timeouts = DEFAULT_TIMEOUTS,
  network: Network = {},
): Dispatcher {
  const agent = new Agent({
    connections,
    pipelining: 1,
    allowH2: false,
    maxHeaderSize: 16 * 1024,
    connect: createConnector(network, timeouts.connect),
    headersTimeout: timeouts.headers,
    bodyTimeout: timeouts.body,
    keepAliveTimeout: 20_000,
  });
  const { proxyFor } = network;
  return proxyFor ? agent.compose(askingProxies(proxyFor)) : agent;
}

/** Proxies take requests over plain HTTP as they are, and have to be told for whom. */
function askingProxies(proxyFor: ProxyFor): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) => {
    const { target, headers } = requestTarget(new URL(options.path, options.origin), proxyFor);
    return dispatch({ ...options, path: target, headers: { ...options.headers, ...headers } }, handler);
  };
}

/**
 * The innermost {@link Send}: one exchange. What is large goes over `wire`, everything else over undici. Failures become
 * `RegistryError`s.
 */
export function exchangeOver(dispatcher: Dispatcher, wire: Wire): Send {
  return async (request) => {
    const { method, url, body, signal, isBulk } = request;
    if (isBulk || typeof body === "function") return await wire.send(request);
    signal?.throwIfAborted();
    try {
      return await exchangeOverUndici(dispatcher, request);
    } catch (error) {
      signal?.throwIfAborted();
      throw isClosed(error) ? error : connectionError(error, method, url);
    }
  };
}

function isClosed(error: unknown): boolean {
  return error instanceof errors.ClientDestroyedError || error instanceof errors.ClientClosedError;
}
