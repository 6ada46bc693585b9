import type { IncomingMessage, ServerResponse } from "node:http";
import type { Log } from "../observe/log.ts";
import { inLogContext } from "../observe/log-context.ts";
import { type Answer, refusal, send } from "./answer.ts";
import { ByteBudget } from "./byte-budget.ts";
import { checkDeliveryHead, type DeliveryHead } from "./check-delivery-head.ts";
import { readDelivery } from "./read-delivery.ts";
import { fired } from "./stop-signal.ts";
import type { Receive } from "./webhook-receiver.ts";

/** Bodies that are held in memory at a time, in bytes. */
const BUDGET = 128 * 1024 * 1024;
/** GitHub waits for 10 s. Two less, so that it hears our answer. */
const DEADLINE = 8000;
/** In milliseconds. */
const WARN_EVERY = 60_000;

/** What {@link createWebhookRoute} stands on. */
export interface WebhookRouteOptions {
  readonly secret: string;
  readonly log: Log;
  /** Undefined while nothing can be stored yet. */
  readonly receive: () => Receive | undefined;
  readonly now: () => number;
  readonly budget?: ByteBudget;
  /** Fires when a delivery has taken too long. */
  readonly deadline?: () => AbortSignal;
}

/**
 * Answers deliveries. Headers are looked at before the body is read, the signature before it is looked into; a refusal costs
 * next to nothing and logs nothing of the delivery. 2xx means that `receive` has done all its work; what takes until
 * the deadline is answered with 503, whatever becomes of it: GitHub shows it as failed, and it is delivered again.
 */
export function createWebhookRoute({
  secret,
  log,
  receive: receiver,
  now,
  budget = new ByteBudget(BUDGET),
  deadline = () => AbortSignal.timeout(DEADLINE),
}: WebhookRouteOptions): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  let warnedAt = Number.NEGATIVE_INFINITY;

  function tellRefusal({ status, body }: Answer): void {
    const isWarning = now() - warnedAt >= WARN_EVERY;
    if (isWarning) warnedAt = now();
    log[isWarning ? "warn" : "debug"]({ status }, `a delivery was refused: ${body}`);
  }

  async function accept(request: IncomingMessage, head: DeliveryHead, signal: AbortSignal): Promise<Answer> {
    const receive = receiver();
    if (!receive) return refusal(503, "Starting or stopping.", { "retry-after": "10" });
    const held = { bytes: 0 };
    try {
      const { body, refused } = await readDelivery(request, head, { secret, budget, held, signal });
      return refused ?? ANSWERS[await receive(request, body)];
    } finally {
      budget.giveBack(held.bytes);
    }
  }

  return async (request, response) => {
    const { head, refused } = checkDeliveryHead(request);
    if (refused) {
      tellRefusal(refused);
      return send(response, refused);
    }
    await inLogContext({ delivery: head.id }, async () => {
      const signal = deadline();
      const answer = await Promise.race([late(signal), accept(request, head, signal)]);
      if (answer.status === 401) tellRefusal(answer);
      else if (answer.status >= 400) log.warn({ event: head.event, status: answer.status }, answer.body);
      else log.debug({ event: head.event }, "delivery taken");
      send(response, answer);
    });
  };
}

const ANSWERS = {
  taken: { status: 200, body: "ok" },
  malformed: refusal(400, "The body is not a webhook in JSON."),
  failed: { status: 500, body: "The delivery could not be taken; deliver it again." },
  late: { status: 503, body: "The delivery was not taken in time; deliver it again." },
} as const;

async function late(signal: AbortSignal): Promise<Answer> {
  await fired(signal);
  return { ...ANSWERS.late, hangsUp: true };
}
