import type { Dispatcher } from "undici";
import type { Body } from "./body.ts";
import { connectionError } from "./connection-error.ts";
import type { HttpRequest, HttpResponse } from "./exchange.ts";
import type { Sink } from "./wire/sink.ts";

const WORTH_READING = 128 * 1024;

/**
 * One exchange over undici, resolved with the head of the answer. undici's callbacks are used as they are: a stream for each
 * answer costs several times as much as the rest of a HEAD. Rejects with undici's error, or with the signal's reason.
 */
export function exchangeOverUndici(dispatcher: Dispatcher, request: HttpRequest): Promise<HttpResponse> {
  const { method, url, headers, body } = request;
  const exchange = new UndiciExchange(request);
  const options: Dispatcher.DispatchOptions = {
    origin: url.origin,
    path: url.pathname + url.search,
    method,
    headers: { "user-agent": "ghcr-mirror", ...headers },
    body: body instanceof Uint8Array ? body : null,
    // Left to itself, undici gives every HEAD a connection of its own, for the sake of servers that answer it with a body.
    reset: false,
  };
  dispatcher.dispatch(options, exchange);
  return exchange.answered;
}

class UndiciExchange implements Dispatcher.DispatchHandler, Body {
  readonly answered: Promise<HttpResponse>;
  readonly #answer = Promise.withResolvers<HttpResponse>();
  readonly #ended = Promise.withResolvers<void>();
  readonly #request: HttpRequest;
  /** What came before anybody asked for it. */
  readonly #waiting: Buffer[] = [];
  readonly #abort = () => this.#give(this.#request.signal?.reason);
  #controller: Dispatcher.DispatchController | undefined;
  #sink: Sink | undefined;
  /** What the sink is busy with. */
  #taking: Promise<void> | undefined;

  constructor(request: HttpRequest) {
    this.#request = request;
    this.answered = this.#answer.promise;
    this.#ended.promise.catch(() => {});
    request.signal?.addEventListener("abort", this.#abort, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#request.signal?.aborted) this.#abort();
  }

  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    // 1xx only announces the answer.
    if (status >= 200) this.#answer.resolve({ status, headers, url: this.#request.url, body: this });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    // undici's own, where a connection breaks in a pause; to pause again for each would never end.
    if (chunk.length === 0) return;
    if (this.#sink) this.#pass(chunk, this.#sink);
    else {
      this.#waiting.push(chunk);
      controller.pause();
    }
  }

  onResponseEnd(): void {
    this.#request.signal?.removeEventListener("abort", this.#abort);
    this.#ended.resolve();
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#fail(error);
  }

  async flow(sink: Sink): Promise<void> {
    try {
      for (let chunk = this.#waiting.shift(); chunk; chunk = this.#waiting.shift()) await sink(chunk);
    } catch (error) {
      this.#give(error as Error);
    }
    this.#sink = sink;
    if (this.#controller?.paused && !this.#controller.aborted) this.#controller.resume();
    await this.#ended.promise;
    await this.#taking;
  }

  async discard(): Promise<void> {
    let length = 0;
    await this.flow((chunk): undefined => {
      length += chunk.length;
      if (length > WORTH_READING) this.abandon();
    }).catch(() => {});
  }

  abandon(): void {
    this.#give(new Error("nobody wants the rest"));
  }

  /** Gives a chunk to the sink, and the connection a rest for as long as the sink wants one. */
  #pass(chunk: Buffer, sink: Sink): void {
    try {
      const taken = sink(chunk);
      this.#taking = taken;
      if (taken === undefined) return;
      this.#controller?.pause();
      taken.then(
        () => this.#controller?.resume(),
        (error: Error) => this.#give(error),
      );
    } catch (error) {
      this.#give(error as Error);
    }
  }

  /** Ends the exchange from our side; what waits for it rejects with the reason itself. */
  #give(reason: Error): void {
    this.#answer.reject(reason);
    this.#ended.reject(reason);
    this.#request.signal?.removeEventListener("abort", this.#abort);
    this.#controller?.abort(reason);
  }

  #fail(error: Error): void {
    this.#request.signal?.removeEventListener("abort", this.#abort);
    this.#answer.reject(error);
    this.#ended.reject(connectionError(error, this.#request.method, this.#request.url));
  }
}
