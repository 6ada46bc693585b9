import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Log } from "../observe/log.ts";
import { send } from "./answer.ts";
import { StartError } from "./start-error.ts";

/** Answers a request, or rejects. */
export type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** What {@link startHttpServer} needs. */
export interface HttpServerOptions {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly log: Log;
  readonly handle: Handle;
}

/** A server that listens. */
export interface HttpServer {
  /** Where it answers on this machine, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /**
   * Accepts nothing more, closes idle connections, and lets requests end that are being answered; after `grace` milliseconds
   * they are cut off.
   */
  stop(grace?: number): Promise<void>;
}

/** How much of the server one client can hold, and for how long (milliseconds): deliveries are short, probes are shorter. */
const LIMITS = {
  connections: 512,
  requestsPerSocket: 1000,
  headerBytes: 16 * 1024,
  headersTimeout: 5000,
  requestTimeout: 15_000,
  keepAliveTimeout: 5000,
  idleTimeout: 30_000,
  checkInterval: 1000,
};
const GRACE = 5000;

/** Begins to listen. Throws {@link StartError} where host and port cannot be had. */
export async function startHttpServer({ host, port, log, handle }: HttpServerOptions): Promise<HttpServer> {
  const unanswered = new Set<ServerResponse>();
  const server = createServer(
    {
      maxHeaderSize: LIMITS.headerBytes,
      headersTimeout: LIMITS.headersTimeout,
      requestTimeout: LIMITS.requestTimeout,
      keepAliveTimeout: LIMITS.keepAliveTimeout,
      connectionsCheckingInterval: LIMITS.checkInterval,
    },
    (request, response) => {
      unanswered.add(response);
      response.on("close", () => unanswered.delete(response));
      if (!server.listening) response.setHeader("connection", "close");
      handle(request, response).catch((error: unknown) => {
        // Whoever went away needs no answer, and is no fault of ours.
        if (request.destroyed && !request.complete) return;
        log.error({ err: error }, "a request failed");
        send(response, { status: 500, body: "Internal error." });
      });
    },
  );
  server.maxConnections = LIMITS.connections;
  server.maxRequestsPerSocket = LIMITS.requestsPerSocket;
  server.setTimeout(LIMITS.idleTimeout);
  await listen(server, host, port);

  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://${printableHost(host)}:${bound}`,
    port: bound,
    stop: (grace = GRACE) =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), grace);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
        // Those that are busy, with their answers; Node would wait until they have been idle for long.
        for (const response of unanswered)
          if (!response.headersSent) response.setHeader("connection", "close");
      }),
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
    server.listen({ host, port }, resolve);
  });
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): StartError {
  const { code = "" } = error;
  if (code === "EADDRINUSE") {
    return new StartError(`PORT: ${port} is in use on ${host}; end what listens there, or set another`, {
      cause: error,
    });
  }
  if (code === "EACCES") {
    return new StartError(`PORT: ${port} may not be opened by this user; set one above 1023`, {
      cause: error,
    });
  }
  return new StartError(`HOST: cannot listen on ${host} (${error.message}); set an address of this machine`, {
    cause: error,
  });
}

/** A host to be clicked on: addresses that mean any interface mean this machine too. */
function printableHost(host: string): string {
  if (["0.0.0.0", "::", "127.0.0.1", "::1"].includes(host)) return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}
