import { Readable } from "node:stream";
import { RegistryError } from "../error.ts";
import { abandonBody } from "../http/body.ts";
import { connectionError } from "../http/connection-error.ts";
import type { HttpResponse } from "../http/exchange.ts";
import { redactUrl } from "../http/redact.ts";

const MOST_RESUMPTIONS = 10;

/** What a {@link BlobStream} reads. */
export interface BlobStreamOptions {
  /** The response to the first GET. */
  readonly first: HttpResponse;
  /** Asks again from an offset on. */
  readonly open: (offset: number) => Promise<HttpResponse>;
  /** In bytes, as promised. */
  readonly size: number;
  /** Told of every piece as it comes. */
  readonly onChunk: (bytes: number) => void;
}

/**
 * The bytes of a blob, over as many responses as it takes. A break in mid-way is resumed from where it happened, at most
 * ten times. Backpressure reaches the source's connection; nothing is buffered beyond a chunk or two.
 */
export class BlobStream extends Readable {
  /** Why the source failed, if it was the source; a stream is also destroyed when its reader gives up. */
  failure: RegistryError | undefined;
  /** The bytes that have come so far. */
  received = 0;
  readonly #options: BlobStreamOptions;
  #response: HttpResponse;
  #toSkip = 0;
  #resumptions = 0;

  constructor(options: BlobStreamOptions) {
    super({ highWaterMark: 256 * 1024 });
    this.#options = options;
    this.#response = options.first;
    this.#attach(options.first);
  }

  override _read(): void {
    this.#response.body.resume();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#response.body.destroy();
    done(error);
  }

  #attach(response: HttpResponse): void {
    this.#response = response;
    const { body } = response;
    body.on("data", (chunk: Buffer) => {
      const fresh = this.#toSkip === 0 ? chunk : this.#skip(chunk);
      if (fresh.length === 0) return;
      this.received += fresh.length;
      this.#options.onChunk(fresh.length);
      if (this.received > this.#options.size) this.#fail(this.#sizeMismatch("more"));
      else if (!this.push(fresh)) body.pause();
    });
    body.once("end", () => {
      if (this.received === this.#options.size) this.push(null);
      else this.#fail(this.#sizeMismatch(`${this.received}`));
    });
    body.once("error", (error) => {
      if (!this.destroyed) void this.#resume(connectionError(error, "GET", response.url));
    });
    body.pause();
  }

  #skip(chunk: Buffer): Buffer {
    const skipped = Math.min(this.#toSkip, chunk.length);
    this.#toSkip -= skipped;
    return chunk.subarray(skipped);
  }

  async #resume(broken: RegistryError): Promise<void> {
    if (this.#resumptions++ >= MOST_RESUMPTIONS) return this.#fail(broken);
    try {
      const response = await this.#options.open(this.received);
      if (this.destroyed) return abandonBody(response);
      this.#toSkip = response.status === 206 ? 0 : this.received;
      this.#attach(response);
      response.body.resume();
    } catch (error) {
      this.#fail(error instanceof RegistryError ? error : connectionError(error, "GET", this.#response.url));
    }
  }

  #fail(error: RegistryError): void {
    this.failure ??= error;
    this.destroy(this.failure);
  }

  #sizeMismatch(came: string): RegistryError {
    const url = redactUrl(this.#response.url);
    return new RegistryError("SIZE_MISMATCH", `GET ${url}: ${came} bytes came, ${this.#options.size} were promised`, { url });
  }
}
