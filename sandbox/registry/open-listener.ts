import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";

/** Certificate and key in PEM. */
export interface TlsIdentity {
  readonly key: string;
  readonly cert: string;
}

/** A server on a free port of the loopback interface. */
export interface Listener {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  readonly origin: string;
  /** Whom requests go to. Until it is called they wait. */
  answer(handle: RequestListener): void;
  /** Stops listening and destroys every connection. */
  close(): Promise<void>;
}

/** Idle connections outlive any test, and blobs move in steps of this many bytes. */
const OPTIONS = { keepAliveTimeout: 120_000, requestTimeout: 0, highWaterMark: 256 * 1024 };

/** Starts a server on 127.0.0.1; with `tls` it speaks HTTPS. */
export async function openListener(tls?: TlsIdentity): Promise<Listener> {
  const server = tls ? createTlsServer({ ...OPTIONS, ...tls }) : createServer(OPTIONS);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const host = `127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  return {
    host,
    origin: `${tls ? "https" : "http"}://${host}`,
    answer: (handle) => void server.on("request", handle),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
