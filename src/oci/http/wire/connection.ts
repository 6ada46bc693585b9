import net from "node:net";
import tls from "node:tls";
import type { Network } from "../network.ts";
import { openTunnel } from "../proxy/open-tunnel.ts";
import type { HttpProxy } from "../proxy/proxy.ts";
import { TunnelError } from "../proxy/tunnel-error.ts";

/** What is read at once. TLS hands out one record at a time, which is at most 16 KiB. */
const READ_SIZE = { "http:": 64 * 1024, "https:": 16 * 1024 };
/** Buffers kept for reading again. TLS delivers a few records before it can be stopped. */
const MOST_BUFFERS = 8;

/**
 * A TCP or TLS connection that reads into a few buffers of its own, over and over, instead of a new one for every chunk: a
 * gigabyte can pass without a garbage collector having to sweep up a gigabyte. Reads are pulled, so backpressure is the
 * reader not asking.
 */
export class Connection {
  readonly #socket: net.Socket;
  readonly #free: Buffer[] = [];
  readonly #received: Chunk[] = [];
  /** The buffer behind what the last read has lent. */
  #lent: Buffer | undefined;
  #reader: PromiseWithResolvers<Buffer | undefined> | undefined;
  /** The last write that had to wait. */
  #writer: PromiseWithResolvers<void> | undefined;
  #isWritable = true;
  #unflushed = 0;
  /** Whether the peer is to speak, and not we. */
  #isAwaited = true;
  #end: { readonly error: Error | undefined } | undefined;

  private constructor(origin: URL, way: Way) {
    const size = origin.protocol === "https:" ? READ_SIZE["https:"] : READ_SIZE["http:"];
    this.#socket = connect(origin, way, {
      buffer: () => this.#free.pop() ?? Buffer.allocUnsafeSlow(size),
      callback: (length, buffer) => {
        this.#receive({ buffer: buffer as Buffer, length });
        // Nothing more is read before somebody asks for it.
        return false;
      },
    });
    if (way.tunnel) this.#readAsItComes();
    this.#socket.setNoDelay(true);
    this.#socket.on("end", () => this.#finish(undefined));
    this.#socket.on("error", (error) => this.#finish(error));
    this.#socket.on("close", () => this.#finish(undefined));
    this.#socket.on("timeout", () => {
      if ((this.#reader && this.#isAwaited) || this.#unflushed > 0) this.destroy(new SilenceError());
    });
  }

  /**
   * Connects to the host of `origin`, each step within `patience` milliseconds. Rejects with the system's error, that of a
   * guard that does not admit it, or `TunnelError`.
   */
  static async open(
    origin: URL,
    patience: number,
    signal: AbortSignal | undefined,
    network: Network = {},
  ): Promise<Connection> {
    signal?.throwIfAborted();
    const way = await findWay(origin, patience, signal, network);
    const { proxy } = way;
    const connection = new Connection(origin, way);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => connection.destroy(new SilenceError()), patience);
    const abort = () => connection.destroy(signal?.reason);
    const event = (proxy?.origin ?? origin).protocol === "https:" ? "secureConnect" : "connect";
    connection.#socket.once(event, resolve).once("error", reject);
    signal?.addEventListener("abort", abort, { once: true });
    if (signal?.aborted) abort();
    try {
      await promise;
      return connection;
    } catch (error) {
      throw proxy && !signal?.aborted ? TunnelError.unreachable(proxy, error as Error) : error;
    } finally {
      clearTimeout(timer);
      connection.#socket.off("error", reject);
      signal?.removeEventListener("abort", abort);
    }
  }

  /** Whether another request may be tried on it. */
  get isOpen(): boolean {
    return this.#end === undefined && this.#isWritable && !this.#socket.destroyed;
  }

  /** From now on, the peer may keep a pending read or write waiting for so many milliseconds. */
  setPatience(milliseconds: number): void {
    this.#isAwaited = true;
    this.#socket.setTimeout(milliseconds);
  }

  /** The same for writes only: until we have said everything, the peer may be silent for as long as it likes. */
  setWritePatience(milliseconds: number): void {
    this.#isAwaited = false;
    this.#socket.setTimeout(milliseconds);
  }

  /** Lets the process end in spite of this connection, or not. */
  setIdle(isIdle: boolean): void {
    if (isIdle) this.#socket.unref();
    else this.#socket.ref();
  }

  /** The next bytes, lent until the next call; `undefined` at the end. One read at a time. */
  read(): Promise<Buffer | undefined> {
    if (this.#lent && this.#free.length < MOST_BUFFERS) this.#free.push(this.#lent);
    this.#lent = undefined;
    const reader = Promise.withResolvers<Buffer | undefined>();
    const chunk = this.#received.shift();
    if (chunk) reader.resolve(this.#lend(chunk));
    else if (this.#end?.error) reader.reject(this.#end.error);
    else if (this.#end) reader.resolve(undefined);
    else {
      this.#reader = reader;
      this.#socket.resume();
    }
    return reader.promise;
  }

  /** Sends bytes. They must not change before the promise resolves; where there is none, they have left already. */
  write(bytes: Buffer | string): Promise<void> | undefined {
    if (this.#end || !this.#isWritable) return Promise.reject(this.#end?.error ?? new ClosedError());
    const flushed = Promise.withResolvers<void>();
    this.#unflushed++;
    this.#socket.write(bytes, (error) => {
      this.#unflushed--;
      if (error) flushed.reject(this.#end?.error ?? error);
      else flushed.resolve();
    });
    if (this.#socket.writableLength > 0) {
      this.#writer = flushed;
      return flushed.promise;
    }
    flushed.promise.catch(() => {});
    return undefined;
  }

  /** Sends nothing more, for the peer does not want it: the write that is pending rejects, and so do all that follow. */
  stopWriting(): void {
    this.#isWritable = false;
    this.#writer?.reject(new ClosedError());
  }

  /** Breaks the connection; what is pending rejects with `reason`. */
  destroy(reason?: Error): void {
    this.#finish(reason);
    this.#socket.destroy(reason);
  }

  /** Over a socket that is there already, TLS does not read into buffers of ours. */
  #readAsItComes(): void {
    this.#socket.pause().on("data", (buffer) => {
      this.#socket.pause();
      this.#receive({ buffer, length: buffer.length });
    });
  }

  #receive(chunk: Chunk): void {
    const reader = this.#reader;
    this.#reader = undefined;
    if (reader) reader.resolve(this.#lend(chunk));
    else this.#received.push(chunk);
  }

  #lend({ buffer, length }: Chunk): Buffer {
    this.#lent = buffer;
    return buffer.subarray(0, length);
  }

  #finish(error: Error | undefined): void {
    this.#end ??= { error };
    const reader = this.#reader;
    this.#reader = undefined;
    if (this.#end.error) reader?.reject(this.#end.error);
    else reader?.resolve(undefined);
  }
}

/** What was read: the first bytes of a buffer. */
interface Chunk {
  readonly buffer: Buffer;
  readonly length: number;
}

/** The peer was silent for too long. */
export class SilenceError extends Error {
  readonly code = "ETIMEDOUT";

  constructor() {
    super("the peer is silent");
  }
}

/** The peer closed the connection where it should not. */
export class ClosedError extends Error {
  readonly code = "ECONNRESET";

  constructor() {
    super("the peer closed the connection");
  }
}

/** How a host is reached. */
interface Way {
  /** How its name is looked up; `undefined` as usual. */
  readonly lookup?: net.LookupFunction | undefined;
  /** Takes the place of the host, for plain HTTP. */
  readonly proxy?: HttpProxy;
  /** Leads there, for TLS. */
  readonly tunnel?: net.Socket;
}

async function findWay(
  origin: URL,
  patience: number,
  signal: AbortSignal | undefined,
  { guard, proxyFor }: Network,
): Promise<Way> {
  const { protocol, hostname, port } = origin;
  const lookup = guard?.admit({ protocol, hostname: bare(hostname), port });
  const proxy = proxyFor?.(origin);
  if (!proxy) return { lookup };
  return protocol === "http:" ? { proxy } : { tunnel: await openTunnel(proxy, origin, patience, signal) };
}

/** Opens the socket; where it is a proxy's own, the proxy stands for the host. */
function connect(origin: URL, { lookup, proxy, tunnel }: Way, onread: net.OnReadOpts): net.Socket {
  const { protocol, hostname, port } = proxy?.origin ?? origin;
  const host = bare(hostname);
  const target = { host, onread, ...(lookup && { lookup }), ...(tunnel && { socket: tunnel }) };
  if (protocol !== "https:") return net.connect({ ...target, port: Number(port || 80) });
  const servername = net.isIP(host) ? "" : host;
  // Node's documentation has `onread` for TLS too; its types do not.
  const options = { ...target, port: Number(port || 443), servername, ALPNProtocols: ["http/1.1"] };
  return tls.connect(options as tls.ConnectionOptions);
}

/** An IPv6 address without its brackets. */
function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, "");
}
