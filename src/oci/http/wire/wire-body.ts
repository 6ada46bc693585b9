import type { Body } from "../body.ts";
import { connectionError } from "../connection-error.ts";
import type { BodyDecoder } from "./body-decoder.ts";
import { ClosedError, type Connection } from "./connection.ts";
import { FramingError } from "./response-head.ts";
import type { Sink } from "./sink.ts";

const WORTH_READING = 128 * 1024;

/** What a {@link WireBody} reads, and what becomes of its connection afterwards. */
export interface WireBodyOptions {
  readonly connection: Connection;
  readonly decoder: BodyDecoder;
  /** Bytes that came with the head. */
  readonly first: Buffer;
  readonly url: URL;
  readonly signal: AbortSignal | undefined;
  /** Told once: whether the connection can be used again. */
  readonly release: (isReusable: boolean) => void;
}

/** The body of a response on a {@link Connection}. */
export class WireBody implements Body {
  readonly #options: WireBodyOptions;
  #isReleased = false;

  constructor(options: WireBodyOptions) {
    this.#options = options;
    if (options.decoder.isDone && options.first.length === 0) this.#release(true);
  }

  async flow(sink: Sink): Promise<void> {
    const { decoder, first, url, signal } = this.#options;
    try {
      let bytes = first;
      while (!decoder.isDone || bytes.length > 0) {
        for (const piece of decoder.decode(bytes)) {
          const taken = piece.length > 0 ? sink(piece) : undefined;
          if (taken !== undefined) await taken;
        }
        if (decoder.isDone) break;
        const next = await this.#read();
        if (next === undefined) break;
        bytes = next;
      }
      this.#release(decoder.isDone);
    } catch (error) {
      this.#release(false);
      signal?.throwIfAborted();
      throw error instanceof FramingError ? connectionError(error, "GET", url) : error;
    }
  }

  async discard(): Promise<void> {
    let length = 0;
    const count = (chunk: Buffer): undefined => {
      length += chunk.length;
      if (length > WORTH_READING) throw new Error("not worth reading");
    };
    await this.flow(count).catch(() => {});
  }

  abandon(): void {
    this.#release(false);
  }

  /** `undefined` where the connection ends and the content with it. */
  async #read(): Promise<Buffer | undefined> {
    const { connection, decoder, url } = this.#options;
    try {
      const bytes = await connection.read();
      if (bytes || decoder.endsWithConnection) return bytes;
      throw new ClosedError();
    } catch (error) {
      throw connectionError(error, "GET", url);
    }
  }

  #release(isReusable: boolean): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.#options.release(isReusable);
  }
}
