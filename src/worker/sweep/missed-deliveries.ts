import type { GitHub, HookDelivery } from "../../github/github.ts";
import { isGitHubError } from "../../github/github-error.ts";
import type { Log } from "../../jobs/log.ts";
import type { Deliveries } from "../../jobs/state.ts";

const MINUTE = 60_000;
/** GitHub re-sends no delivery older than this. */
const OLDEST = 3 * 24 * 60 * MINUTE;
/** Deliveries under way now are nobody's failure yet; clocks differ. */
const YOUNGEST = MINUTE;
/** How far back a sweep looks beyond what the one before has seen. */
const OVERLAP = 15 * MINUTE;
/** Between two askings for the same: doubled each time. */
const FIRST_PAUSE = 5 * MINUTE;
const LONGEST_PAUSE = 6 * 60 * MINUTE;
const MOST_AT_ONCE = 500;
const MOST_REMEMBERED = 10_000;

/** What {@link MissedDeliveries} stands on. */
export interface MissedDeliveriesParts {
  readonly github: Pick<GitHub, "deliveries" | "redeliver">;
  readonly deliveries: Pick<Deliveries, "known">;
  readonly now: () => number;
  readonly log: Log;
}

/** A delivery that we do not have. */
interface Missed {
  readonly delivery: HookDelivery;
  /** How often it was asked for. */
  readonly attempts: number;
  readonly askAt: number;
}

/**
 * Has GitHub send again what did not arrive: it tries a delivery once, and never again by itself
 * (https://docs.github.com/en/webhooks/using-webhooks/handling-failed-webhook-deliveries).
 */
export class MissedDeliveries {
  readonly #parts: MissedDeliveriesParts;
  /** By `X-GitHub-Delivery`, oldest first. */
  #missed = new Map<string, Missed>();
  #seenUntil = 0;

  constructor(parts: MissedDeliveriesParts) {
    this.#parts = parts;
  }

  /**
   * Looks at the deliveries of the last 3 days, or since the last time, and asks for those that are not stored: they
   * failed, or came and were lost. What is still not there is asked for again, with growing pauses.
   */
  async sweep(signal: AbortSignal): Promise<void> {
    const now = this.#parts.now();
    await this.#look(now, signal);
    await this.#forget(now);
    const due = [...this.#missed.values()].filter(({ askAt }) => askAt <= now);
    for (const missed of due.slice(0, MOST_AT_ONCE)) await this.#ask(missed, now, signal);
  }

  async #look(now: number, signal: AbortSignal): Promise<void> {
    const oldest = Math.max(now - OLDEST, Math.min(this.#seenUntil, now) - OVERLAP);
    const found: HookDelivery[] = [];
    for await (const delivery of this.#parts.github.deliveries(signal)) {
      const at = delivery.deliveredAt.getTime();
      if (at < oldest) break;
      if (now - at >= YOUNGEST && !this.#missed.has(delivery.guid)) found.push(delivery);
    }
    const known = await this.#parts.deliveries.known(found.map(({ guid }) => guid));
    for (const delivery of found.reverse()) {
      if (known.has(delivery.guid) || this.#missed.size >= MOST_REMEMBERED) continue;
      this.#missed.set(delivery.guid, { delivery, attempts: 0, askAt: now });
    }
    this.#seenUntil = now;
  }

  /** Drops those that have come by now, and those that GitHub has dropped. */
  async #forget(now: number): Promise<void> {
    const known = await this.#parts.deliveries.known([...this.#missed.keys()]);
    const isOpen = ({ delivery: { guid, deliveredAt } }: Missed) =>
      !known.has(guid) && now - deliveredAt.getTime() < OLDEST;
    this.#missed = new Map([...this.#missed].filter(([, missed]) => isOpen(missed)));
  }

  async #ask({ delivery, attempts }: Missed, now: number, signal: AbortSignal): Promise<void> {
    const { github, log } = this.#parts;
    const { guid, id, event } = delivery;
    const pause = Math.min(FIRST_PAUSE * 2 ** attempts, LONGEST_PAUSE);
    this.#missed.set(guid, { delivery, attempts: attempts + 1, askAt: now + pause });
    log.info({ delivery: guid, event }, "asking GitHub to send a delivery again");
    try {
      await github.redeliver(id, signal);
    } catch (error) {
      // One that GitHub will not send keeps no other from being sent.
      if (!isGitHubError(error, "NOT_FOUND", "INVALID")) throw error;
      log.warn({ delivery: guid, event, err: error }, "GitHub does not send a delivery again");
    }
  }
}
