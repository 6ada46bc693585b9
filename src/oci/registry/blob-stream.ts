import { hasCode, RegistryError } from "../error.ts";
import type { HttpResponse } from "../http/exchange.ts";
import { redactUrl } from "../http/redact.ts";
import type { Sink } from "../http/wire/sink.ts";

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
 * The bytes of a blob, over as many responses as it takes: a break in mid-way is resumed from where it happened, at most
 * ten times. Nothing is read that the sink has not asked for, and nothing is kept.
 */
export class BlobStream {
  /** Why the source failed, if it was the source and not the sink. */
  failure: RegistryError | undefined;
  /** The bytes that have come so far. */
  received = 0;
  readonly #options: BlobStreamOptions;
  #response: HttpResponse;
  #toSkip = 0;

  constructor(options: BlobStreamOptions) {
    this.#options = options;
    this.#response = options.first;
  }

  /** Gives all bytes to `sink`, once. Rejects as registries do, with `SIZE_MISMATCH`, or with what the sink throws. */
  async flow(sink: Sink): Promise<void> {
    try {
      await this.#flowResumed(sink);
      if (this.received !== this.#options.size) throw this.#sizeMismatch(String(this.received));
    } catch (error) {
      if (error instanceof RegistryError) this.failure ??= error;
      throw error;
    }
  }

  /** Gives up what has not been read. */
  abandon(): void {
    this.#response.body.abandon();
  }

  async #flowResumed(sink: Sink): Promise<void> {
    for (let resumptions = 0; ; resumptions++) {
      try {
        return await this.#response.body.flow((chunk) => this.#pass(chunk, sink));
      } catch (error) {
        if (!hasCode(error, "INTERRUPTED", "TIMEOUT") || resumptions === MOST_RESUMPTIONS) throw error;
        // Broken after the last byte: there is nothing left to ask for.
        if (this.received === this.#options.size) return;
      }
      this.#response = await this.#options.open(this.received);
      // A registry without ranges sends everything again.
      this.#toSkip = this.#response.status === 206 ? 0 : this.received;
    }
  }

  #pass(chunk: Buffer, sink: Sink): Promise<void> | undefined {
    const skipped = Math.min(this.#toSkip, chunk.length);
    this.#toSkip -= skipped;
    const { length } = chunk;
    if (skipped === length) return undefined;
    this.received += length - skipped;
    this.#options.onChunk(length - skipped);
    if (this.received > this.#options.size) throw this.#sizeMismatch("more");
    return sink(skipped === 0 ? chunk : chunk.subarray(skipped));
  }

  #sizeMismatch(came: string): RegistryError {
    const url = redactUrl(this.#response.url);
    return new RegistryError(
      "SIZE_MISMATCH",
      `GET ${url}: ${came} bytes came, ${this.#options.size} were promised`,
      {
        method: "GET",
        url,
      },
    );
  }
}
