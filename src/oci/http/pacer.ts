import type { Clock } from "../clock.ts";
import { RegistryError } from "../error.ts";

/** More would wait longer than anybody has patience. */
const MOST_WAITING = 10_000;

/** What {@link Pacer} stands on. */
export interface PacerOptions {
  /** Whom the calls go to, for messages. */
  readonly name: string;
  /** Milliseconds between two calls in the long run. */
  readonly interval: number;
  /** Calls that may follow on each other at once after a rest. Default: 1. */
  readonly burst?: number;
  /** Calls that may wait at the same time. Default: 10,000. */
  readonly mostWaiting?: number;
  readonly clock: Clock;
}

/**
 * Spaces calls in time, first come, first served: at most `burst` at once, and one in each interval in the long run (the generic cell
 * rate algorithm of ITU-T I.371).
 */
export class Pacer {
  readonly #options: PacerOptions;
  /** Whoever waits, in order. */
  readonly #waiting = new Set<() => void>();
  /** When the next call would be due if none ever came at once, in milliseconds since the epoch. */
  #due = 0;
  #isServing = false;

  constructor(options: PacerOptions) {
    this.#options = options;
  }

  /**
   * Resolves when it is one's turn. Rejects with the signal's reason, and gives up one's place; throws `TOO_MANY_REQUESTS` where as many
   * wait as may.
   */
  async pass(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.#waiting.size === 0 && this.#left() <= 0) return this.#book();
    const { name, mostWaiting = MOST_WAITING } = this.#options;
    if (this.#waiting.size >= mostWaiting) {
      throw new RegistryError("TOO_MANY_REQUESTS", `${name}: ${mostWaiting} requests wait for their turn`);
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const abort = () => {
      this.#waiting.delete(resolve);
      reject(signal?.reason);
    };
    this.#waiting.add(resolve);
    signal?.addEventListener("abort", abort, { once: true });
    if (!this.#isServing) void this.#serve();
    await promise.finally(() => signal?.removeEventListener("abort", abort));
  }

  async #serve(): Promise<void> {
    this.#isServing = true;
    for (;;) {
      for (let left = this.#left(); left > 0 && this.#waiting.size > 0; left = this.#left()) {
        await this.#options.clock.sleep(left);
      }
      const [next] = this.#waiting;
      if (!next) break;
      this.#waiting.delete(next);
      this.#book();
      next();
    }
    this.#isServing = false;
  }

  /** Milliseconds until a call may go. */
  #left(): number {
    const { interval, burst = 1, clock } = this.#options;
    const now = clock.now();
    // Nothing is ever due later, unless the clock was set back.
    this.#due = Math.min(this.#due, now + burst * interval);
    return this.#due - now - (burst - 1) * interval;
  }

  #book(): void {
    const { interval, clock } = this.#options;
    this.#due = Math.max(this.#due, clock.now()) + interval;
  }
}
