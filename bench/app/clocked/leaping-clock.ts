import { type Clock, systemClock } from "../../../src/oci/clock.ts";

/** The machine's clock, which can be put forward: who sleeps beyond that wakes up. */
export class LeapingClock implements Clock {
  readonly #base: Clock;
  readonly #sleepers = new Set<{ readonly at: number; readonly wake: AbortController }>();
  #ahead = 0;

  constructor(base: Clock = systemClock) {
    this.#base = base;
  }

  now(): number {
    return this.#base.now() + this.#ahead;
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    const sleeper = { at: this.now() + milliseconds, wake: new AbortController() };
    this.#sleepers.add(sleeper);
    const signals = signal ? [signal, sleeper.wake.signal] : [sleeper.wake.signal];
    try {
      await this.#base.sleep(milliseconds, AbortSignal.any(signals));
    } catch (error) {
      signal?.throwIfAborted();
      if (!sleeper.wake.signal.aborted) throw error;
    } finally {
      this.#sleepers.delete(sleeper);
    }
  }

  /** Lets so many milliseconds have gone by at once. */
  leap(milliseconds: number): void {
    this.#ahead += milliseconds;
    const now = this.now();
    for (const { at, wake } of [...this.#sleepers]) if (at <= now) wake.abort();
  }
}
