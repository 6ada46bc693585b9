import net from "node:net";
import tls from "node:tls";

/** What is read at once. Larger buffers save few calls and cost caches. */
const READ_SIZE = 64 * 1024;

/**
 * A TCP or TLS connection that reads into one buffer of its own, over and over, instead of a new one for every chunk: a
 * gigabyte can pass without a garbage collector having to sweep up a gigabyte. Reads are pulled, so backpressure is the
 * reader not asking.
 */
export class Connection {
  readonly #socket: net.Socket;
  #reader: PromiseWithResolvers<Buffer | undefined> | undefined;
  #unflushed = 0;
  #end: { readonly error: Error | undefined } | undefined;

  private constructor(origin: URL) {
    const buffer = Buffer.allocUnsafeSlow(READ_SIZE);
    const receive = (length: number): boolean => {
      const reader = this.#reader;
      this.#reader = undefined;
      reader?.resolve(buffer.subarray(0, length));
      // Nobody reads on before the reader is done with the buffer.
      return false;
    };
    this.#socket = connect(origin, { buffer, callback: receive });
    this.#socket.setNoDelay(true);
    this.#socket.on("end", () => this.#finish(undefined));
    this.#socket.on("error", (error) => this.#finish(error));
    this.#socket.on("close", () => this.#finish(undefined));
    this.#socket.on("timeout", () => {
      if (this.#reader || this.#unflushed > 0) this.destroy(new SilenceError());
    });
  }

  /** Connects to the host of `origin` within `patience` milliseconds. Rejects with the system's error. */
  static async open(origin: URL, patience: number, signal: AbortSignal | undefined): Promise<Connection> {
    signal?.throwIfAborted();
    const connection = new Connection(origin);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => connection.destroy(new SilenceError()), patience);
    const abort = () => connection.destroy(signal?.reason);
    const event = origin.protocol === "https:" ? "secureConnect" : "connect";
    connection.#socket.once(event, resolve).once("error", reject);
    signal?.addEventListener("abort", abort, { once: true });
    try {
      await promise;
      return connection;
    } finally {
      clearTimeout(timer);
      connection.#socket.off("error", reject);
      signal?.removeEventListener("abort", abort);
    }
  }

  /** Whether another request may be tried on it. */
  get isOpen(): boolean {
    return this.#end === undefined && !this.#socket.destroyed;
  }

  /** From now on, the peer may keep a pending read or write waiting for so many milliseconds. */
  setPatience(milliseconds: number): void {
    this.#socket.setTimeout(milliseconds);
  }

  /** Lets the process end in spite of this connection, or not. */
  setIdle(isIdle: boolean): void {
    if (isIdle) this.#socket.unref();
    else this.#socket.ref();
  }

  /** The next bytes, lent until the next call; `undefined` at the end. One read at a time. */
  read(): Promise<Buffer | undefined> {
    const reader = Promise.withResolvers<Buffer | undefined>();
    if (this.#end?.error) reader.reject(this.#end.error);
    else if (this.#end) reader.resolve(undefined);
    else {
      this.#reader = reader;
      this.#socket.resume();
    }
    return reader.promise;
  }

  /** Sends bytes. They must not change before the promise resolves; where there is none, they have left already. */
  write(bytes: Buffer | string): Promise<void> | undefined {
    if (this.#end) return Promise.reject(this.#end.error ?? new ClosedError());
    const flushed = Promise.withResolvers<void>();
    this.#unflushed++;
    this.#socket.write(bytes, (error) => {
      this.#unflushed--;
      if (error) flushed.reject(this.#end?.error ?? error);
      else flushed.resolve();
    });
    if (this.#socket.writableLength > 0) return flushed.promise;
    flushed.promise.catch(() => {});
    return undefined;
  }

  /** Breaks the connection; what is pending rejects with `reason`. */
  destroy(reason?: Error): void {
    this.#finish(reason);
    this.#socket.destroy(reason);
  }

  #finish(error: Error | undefined): void {
    this.#end ??= { error };
    const reader = this.#reader;
    this.#reader = undefined;
    if (this.#end.error) reader?.reject(this.#end.error);
    else reader?.resolve(undefined);
  }
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

function connect(origin: URL, onread: net.OnReadOpts): net.Socket {
  const host = origin.hostname.replace(/^\[|\]$/g, "");
  if (origin.protocol !== "https:") return net.connect({ host, port: Number(origin.port || 80), onread });
  const servername = net.isIP(host) ? "" : host;
  // Node's documentation has `onread` for TLS too; its types do not.
  const options = { host, port: Number(origin.port || 443), servername, ALPNProtocols: ["http/1.1"], onread };
  return tls.connect(options as tls.ConnectionOptions);
}
