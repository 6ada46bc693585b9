import { RegistryError } from "../../error.ts";
import { connectionError } from "../connection-error.ts";
import type { HttpRequest, HttpResponse, Timeouts } from "../exchange.ts";
import type { Network } from "../network.ts";
import { requestTarget } from "../proxy/request-target.ts";
import { redactUrl } from "../redact.ts";
import { decoderFor } from "./body-decoder.ts";
import { ClosedError, Connection } from "./connection.ts";
import { parseResponseHead, type ResponseHead } from "./response-head.ts";
import type { Producer } from "./sink.ts";
import { WireBody } from "./wire-body.ts";

const LARGEST_HEAD = 16 * 1024;
/** Shorter than servers keep idle connections: one that they have just closed is not tried. */
const IDLE_TIME = 4_000;

/**
 * HTTP/1.1 for the bytes of blobs, on connections that allocate nothing per chunk. It knows GET and uploads, nothing else;
 * all other requests go over undici. The number of connections is that of the blobs in flight; each is made as `network` has it.
 */
export class Wire {
  readonly #timeouts: Timeouts;
  readonly #network: Network;
  readonly #idle = new Map<string, Idle[]>();
  readonly #open = new Set<Connection>();
  #isClosed = false;

  constructor(timeouts: Timeouts, network: Network = {}) {
    this.#timeouts = timeouts;
    this.#network = network;
  }

  /**
   * One exchange. Rejects with `RegistryError`, the signal's reason, or with what the body's producer failed with; with
   * `WireClosedError` once the wire is closed.
   */
  async send(request: HttpRequest): Promise<HttpResponse> {
    const { method, url, signal } = request;
    signal?.throwIfAborted();
    const connection = await this.#connect(url, signal).catch((error) => {
      signal?.throwIfAborted();
      throw error instanceof WireClosedError ? error : connectionError(error, method, url);
    });
    const abort = () => connection.destroy(signal?.reason);
    signal?.addEventListener("abort", abort, { once: true });
    const release = (isReusable: boolean) => {
      signal?.removeEventListener("abort", abort);
      this.#release(url, connection, isReusable);
    };
    try {
      const { head, first, isSent } = await this.#exchange(connection, request);
      const decoder = decoderFor(head.body);
      const settle = (isReusable: boolean) => release(isReusable && isSent && head.keepsAlive);
      const body = new WireBody({ connection, decoder, first, url, signal, release: settle });
      return { status: head.status, headers: head.headers, url, body };
    } catch (error) {
      release(false);
      signal?.throwIfAborted();
      if (this.#isClosed) throw new WireClosedError();
      throw error instanceof ProducerError ? error.cause : connectionError(error, method, url);
    }
  }

  /** Breaks all connections, and opens no others. */
  close(): void {
    this.#isClosed = true;
    for (const connection of this.#open) connection.destroy();
  }

  async #exchange(
    connection: Connection,
    request: HttpRequest,
  ): Promise<Answer & { readonly isSent: boolean }> {
    connection.setWritePatience(this.#timeouts.headers);
    void connection.write(requestHead(request, this.#network))?.catch(() => {});
    const answering = readHead(connection, request);
    const isSent = await sendBody(connection, request.body, answering);
    connection.setPatience(this.#timeouts.headers);
    const answer = await answering;
    connection.setPatience(this.#timeouts.body);
    return { ...answer, isSent };
  }

  async #connect({ origin }: URL, signal: AbortSignal | undefined): Promise<Connection> {
    const idle = this.#idle.get(origin) ?? [];
    for (let last = idle.pop(); last; last = idle.pop()) {
      const { connection, since } = last;
      if (connection.isOpen && performance.now() - since < IDLE_TIME) {
        connection.setIdle(false);
        return connection;
      }
      this.#close(connection);
    }
    if (this.#isClosed) throw new WireClosedError();
    const connection = await Connection.open(new URL(origin), this.#timeouts.connect, signal, this.#network);
    if (this.#isClosed) connection.destroy();
    this.#open.add(connection);
    return connection;
  }

  #release({ origin }: URL, connection: Connection, isReusable: boolean): void {
    if (!isReusable || !connection.isOpen) {
      this.#close(connection);
      return;
    }
    const idle = this.#idle.get(origin) ?? [];
    this.#idle.set(origin, idle);
    // Those at the front have waited longest.
    const now = performance.now();
    while (idle[0] && now - idle[0].since >= IDLE_TIME) this.#close(idle.shift()?.connection);
    idle.push({ connection, since: now });
    connection.setIdle(true);
  }

  #close(connection: Connection | undefined): void {
    if (!connection) return;
    this.#open.delete(connection);
    connection.destroy();
  }
}

/** A connection without a request, and since when, in milliseconds of the process. */
interface Idle {
  readonly connection: Connection;
  readonly since: number;
}

/** Somebody still used a wire that was closed: no registry's failure, and nothing to be tried again. */
export class WireClosedError extends Error {
  override readonly name = "WireClosedError";

  constructor() {
    super("the connections of this client are closed");
  }
}

interface Answer {
  readonly head: ResponseHead;
  /** What came behind the head. */
  readonly first: Buffer;
}

/** What failed was the source of the body, not the connection it was meant for. */
class ProducerError extends Error {}

/** Whether the whole body was sent: a registry that answers before its end does not want the rest. */
async function sendBody(
  connection: Connection,
  body: Uint8Array | Producer | undefined,
  answering: Promise<Answer>,
): Promise<boolean> {
  let isAnswered = false;
  let isSent = body === undefined;
  const answered = () => {
    isAnswered = true;
    if (!isSent) connection.stopWriting();
  };
  answering.then(answered, answered);
  try {
    const send = (chunk: Buffer) => connection.write(chunk);
    if (body instanceof Uint8Array) await send(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
    else await body?.(send);
    isSent = true;
    return true;
  } catch (cause) {
    // The answer, or the connection's failure, says more than that nobody takes the bytes any longer.
    if (!isAnswered && connection.isOpen) throw new ProducerError("the body failed", { cause });
    return false;
  }
}

function requestHead({ method, url, headers = {} }: HttpRequest, { proxyFor }: Network): string {
  const { target, headers: forProxy } = requestTarget(url, proxyFor);
  const fields = { host: url.host, "user-agent": "ghcr-mirror", accept: "*/*", ...headers, ...forProxy };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `${method} ${target} HTTP/1.1\r\n${lines.join("")}\r\n`;
  if (/[^\t\r\n\x20-\x7e]/.test(head) || Object.values(fields).some((value) => /[\r\n]/.test(value))) {
    throw new RegistryError(
      "MALFORMED",
      `${method} ${redactUrl(url)}: the request has a header that HTTP does not allow`,
    );
  }
  return head;
}

async function readHead(connection: Connection, { method, url }: HttpRequest): Promise<Answer> {
  let received: Buffer = Buffer.alloc(0);
  for (;;) {
    const end = received.indexOf("\r\n\r\n");
    if (end > LARGEST_HEAD || (end === -1 && received.length > LARGEST_HEAD)) {
      const message = `${method} ${redactUrl(url)}: the answer's headers are larger than ${LARGEST_HEAD} bytes`;
      throw new RegistryError("TOO_LARGE", message, { method, url: redactUrl(url) });
    }
    if (end === -1) {
      const bytes = await connection.read();
      if (!bytes) throw new ClosedError();
      received = Buffer.concat([received, bytes]);
      continue;
    }
    const head = parseResponseHead(received.toString("latin1", 0, end));
    received = received.subarray(end + 4);
    // 1xx only announces the answer.
    if (head.status >= 200) return { head, first: received };
  }
}
