import net from "node:net";
import tls from "node:tls";
import { parseResponseHead } from "../wire/response-head.ts";
import type { HttpProxy } from "./proxy.ts";
import { TunnelError } from "./tunnel-error.ts";

const LARGEST_HEAD = 16 * 1024;

/**
 * A connection through a proxy to the host of `origin`, ready for TLS to begin: CONNECT, RFC 9110, 9.3.6. Rejects with
 * `TunnelError`, also where it takes longer than `patience` milliseconds; or with the signal's reason.
 */
export async function openTunnel(
  proxy: HttpProxy,
  origin: URL,
  patience: number,
  signal?: AbortSignal,
): Promise<net.Socket> {
  signal?.throwIfAborted();
  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  failed.catch(() => {});
  const abort = () => fail(signal?.reason);
  const timer = setTimeout(() => fail(new TunnelError(proxy, "does not answer")), patience);
  signal?.addEventListener("abort", abort, { once: true });
  const socket = connectTo(proxy.origin)
    .setNoDelay(true)
    .on("error", (cause) => fail(TunnelError.unreachable(proxy, cause)))
    .once("close", () => fail(new TunnelError(proxy, "hung up")));
  try {
    socket.write(connectRequest(proxy, origin));
    const status = statusOf(proxy, await Promise.race([readHead(socket), failed]));
    if (status < 200 || status > 299)
      throw new TunnelError(proxy, wordsFor(status, proxy, origin), { status });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

function connectTo({ protocol, hostname, port }: URL): net.Socket {
  const host = hostname.replace(/^\[|\]$/g, "");
  if (protocol === "http:") return net.connect({ host, port: Number(port || 80) });
  const servername = net.isIP(host) ? "" : host;
  return tls.connect({ host, port: Number(port || 443), servername, ALPNProtocols: ["http/1.1"] });
}

function connectRequest({ authorization }: HttpProxy, { hostname, port }: URL): string {
  const target = `${hostname}:${port || 443}`;
  const proof = authorization === undefined ? "" : `proxy-authorization: ${authorization}\r\n`;
  return `CONNECT ${target} HTTP/1.1\r\nhost: ${target}\r\nuser-agent: ghcr-mirror\r\n${proof}\r\n`;
}

/** Reads until an empty line, or as much as a head may be. Nothing follows it before TLS has been begun on our side. */
function readHead(socket: net.Socket): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let received = "";
  const take = (chunk: Buffer) => {
    received += chunk.toString("latin1");
    const end = received.indexOf("\r\n\r\n");
    if (end === -1 && received.length < LARGEST_HEAD) return;
    socket.off("data", take).pause();
    resolve(received.slice(0, end === -1 ? LARGEST_HEAD : end));
  };
  socket.on("data", take);
  return promise;
}

function statusOf(proxy: HttpProxy, head: string): number {
  try {
    return parseResponseHead(head).status;
  } catch (error) {
    const cause = error as Error;
    throw new TunnelError(proxy, `is none, or no HTTP proxy: ${cause.message}`, { cause });
  }
}

function wordsFor(status: number, { authorization }: HttpProxy, { host }: URL): string {
  switch (status) {
    case 407:
      return authorization === undefined
        ? "wants a user name and a password (407)"
        : "does not accept the user name and password that it was shown (407)";
    case 502:
    case 503:
    case 504:
      return `could not reach ${host} (${status})`;
    default:
      return `does not let us through to ${host} (${status})`;
  }
}
