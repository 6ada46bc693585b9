import type { Body } from "../../src/oci/http/body.ts";
import type { HttpRequest, HttpResponse, Send } from "../../src/oci/http/exchange.ts";

/** A response as a test writes it down. */
export interface FakeAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON. */
  readonly body?: string | object;
}

/** What a fake server says to a request; it may also throw. */
export type Answering = (request: HttpRequest) => FakeAnswer | Promise<FakeAnswer>;

/** A {@link Send} without a network, and what it was asked. */
export interface FakeSend {
  readonly send: Send;
  readonly requests: HttpRequest[];
}

export function fakeSend(answer: Answering): FakeSend {
  const requests: HttpRequest[] = [];
  return {
    requests,
    send: async (request) => {
      request.signal?.throwIfAborted();
      requests.push(request);
      return responseOf(await answer(request), request.url);
    },
  };
}

/** Answers in turn; the last one stays. */
export function inTurn(...answers: readonly FakeAnswer[]): Answering {
  let next = 0;
  return () => answers[Math.min(next++, answers.length - 1)] ?? { status: 500 };
}

export function responseOf({ status, headers = {}, body = "" }: FakeAnswer, url: URL): HttpResponse {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { status, headers, url, body: bodyOf(Buffer.from(text)) };
}

function bodyOf(bytes: Buffer): Body {
  return {
    flow: async (sink) => {
      if (bytes.length > 0) await sink(bytes);
    },
    discard: async () => {},
    abandon: () => {},
  };
}
