import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { type Answer, refusal } from "./answer.ts";
import type { ByteBudget } from "./byte-budget.ts";
import type { DeliveryHead } from "./check-delivery-head.ts";

/** A body that is GitHub's, or why it is refused. */
export type ReadDelivery =
  | { readonly body: Buffer; readonly refused?: never }
  | { readonly body?: never; readonly refused: Answer };

/** What {@link readDelivery} needs. */
export interface ReadDeliveryOptions {
  readonly secret: string;
  readonly budget: ByteBudget;
  /** Counts what was taken from the budget. */
  readonly held: { bytes: number };
  /** Ends the reading, but not the connection: it is still to be answered. */
  readonly signal: AbortSignal;
}

/**
 * Reads a body and proves who sent it, before anything looks into it. Its bytes come out of `budget` as they arrive, and
 * are there until the caller gives back `held.bytes`. Rejects where the connection breaks, or with the reason of `signal`.
 */
export async function readDelivery(
  request: IncomingMessage,
  { signature, length }: DeliveryHead,
  { secret, budget, held, signal }: ReadDeliveryOptions,
): Promise<ReadDelivery> {
  const hmac = createHmac("sha256", secret);
  const chunks: Buffer[] = [];
  const isWhole = await forEachChunk(request, signal, (chunk) => {
    if (!budget.take(chunk.length)) return false;
    held.bytes += chunk.length;
    hmac.update(chunk);
    chunks.push(chunk);
    return true;
  });
  if (!isWhole) return { refused: refusal(503, "Too many deliveries at once.", { "retry-after": "5" }) };
  if (!timingSafeEqual(hmac.digest(), signature)) {
    return { refused: refusal(401, "X-Hub-Signature-256 does not match the body.") };
  }
  return { body: Buffer.concat(chunks, length) };
}

/**
 * Resolves with whether `take` took every chunk; it is asked no more after it refused one. Not by `for await`, which waits
 * for ever once the request was answered before its end.
 */
function forEachChunk(
  request: IncomingMessage,
  signal: AbortSignal,
  take: (chunk: Buffer) => boolean,
): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  const onData = (chunk: Buffer) => {
    if (take(chunk)) return;
    request.pause();
    resolve(false);
  };
  const onAbort = () => reject(signal.reason);
  request.on("data", onData);
  request.on("end", () => resolve(true));
  request.on("error", reject);
  signal.addEventListener("abort", onAbort, { once: true });
  return promise.finally(() => {
    request.off("data", onData);
    signal.removeEventListener("abort", onAbort);
  });
}
