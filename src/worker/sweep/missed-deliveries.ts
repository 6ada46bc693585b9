import type { GitHub, HookDelivery } from "../../github/github.ts";
import type { Deliveries } from "../../jobs/state.ts";
import type { Log } from "../parts.ts";

const DAY = 24 * 60 * 60_000;
/** GitHub re-sends no delivery older than this. */
const OLDEST = 3 * DAY;
/** Deliveries under way now are nobody's failure yet; clocks differ. */
const YOUNGEST = 60_000;
/** How far back a sweep looks beyond what the one before has seen. */
const OVERLAP = 15 * 60_000;
/** One that fails this often will fail again. */
const MOST_ATTEMPTS = 6;
const MOST_AT_ONCE = 500;
const MOST_REMEMBERED = 10_000;

/** What {@link MissedDeliveries} stands on. */
export interface MissedDeliveriesParts {
  readonly github: Pick<GitHub, "deliveries" | "redeliver">;
  readonly deliveries: Pick<Deliveries, "known">;
  readonly now: () => number;
  readonly log: Log;
}

/**
 * Has GitHub send again what did not arrive: it tries a delivery once, and never again by itself
 * (https://docs.github.com/en/webhooks/using-webhooks/handling-failed-webhook-deliveries).
 */
export class MissedDeliveries {
  readonly #parts: MissedDeliveriesParts;
  /** How often each was asked for. */
  readonly #attempts = new Map<string, number>();
  #seenUntil = 0;

  constructor(parts: MissedDeliveriesParts) {
    this.#parts = parts;
  }

  /** Looks at the deliveries of the last 3 days, or since the last time; asks for those that failed or never came. */
  async sweep(signal: AbortSignal): Promise<void> {
    const { github, log, now } = this.#parts;
    const started = now();
    for (const { guid, id, event } of (await this.#missed(started, signal)).slice(0, MOST_AT_ONCE)) {
      log.info({ delivery: guid, event }, "asking GitHub to send a delivery again");
      await github.redeliver(id, signal);
      this.#count(guid);
    }
    this.#seenUntil = started;
  }

  /** The last attempt of each delivery that we do not have, oldest first. */
  async #missed(started: number, signal: AbortSignal): Promise<readonly HookDelivery[]> {
    const { github, deliveries } = this.#parts;
    const oldest = Math.max(started - OLDEST, this.#seenUntil - OVERLAP);
    const last = new Map<string, HookDelivery>();
    for await (const delivery of github.deliveries(signal)) {
      const at = delivery.deliveredAt.getTime();
      if (at < oldest) break;
      // Newest first: what comes later in the list is an earlier attempt.
      if (!last.has(delivery.guid)) last.set(delivery.guid, delivery);
    }
    const known = await deliveries.known([...last.keys()]);
    return [...last.values()]
      .filter(({ guid, deliveredAt }) => !known.has(guid) && started - deliveredAt.getTime() >= YOUNGEST)
      .filter(({ guid }) => (this.#attempts.get(guid) ?? 0) < MOST_ATTEMPTS)
      .reverse();
  }

  #count(guid: string): void {
    const attempts = (this.#attempts.get(guid) ?? 0) + 1;
    this.#attempts.delete(guid);
    this.#attempts.set(guid, attempts);
    const [first] = this.#attempts.keys();
    if (this.#attempts.size > MOST_REMEMBERED && first !== undefined) this.#attempts.delete(first);
  }
}
