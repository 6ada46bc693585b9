import type { Dispatcher } from "undici";
import type { Body } from "./body.ts";
import { connectionError } from "./connection-error.ts";
import type { Sink } from "./wire/sink.ts";

/** The body of a response that came over undici. */
export class UndiciBody implements Body {
  readonly #body: Dispatcher.ResponseData["body"];
  readonly #url: URL;

  constructor(body: Dispatcher.ResponseData["body"], url: URL) {
    this.#body = body;
    this.#url = url;
  }

  async flow(sink: Sink): Promise<void> {
    const chunks = (this.#body as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
    try {
      for (;;) {
        const { done, value } = await chunks.next().catch((error) => {
          throw connectionError(error, "GET", this.#url);
        });
        if (done) return;
        const taken = sink(value);
        if (taken !== undefined) await taken;
      }
    } catch (error) {
      this.abandon();
      throw error;
    }
  }

  async discard(): Promise<void> {
    await this.#body.dump({ limit: 128 * 1024 }).catch(() => {});
  }

  abandon(): void {
    this.#body.on("error", () => {});
    this.#body.destroy();
  }
}
