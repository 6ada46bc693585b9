import type { Clock } from "../../src/oci/clock.ts";

/** Time that stands still until a test moves it. */
export class ManualClock implements Clock {
  #now: number;
  readonly #sleepers = new Set<{ at: number; readonly wake: () => void }>();

  constructor(now = Date.UTC(2026, 10, 22)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      if (milliseconds <= 0) return resolve();
      const sleeper = { at: this.#now + milliseconds, wake: () => end(resolve) };
      const onAbort = () => end(() => reject(signal?.reason));
      const end = (settle: () => void) => {
        this.#sleepers.delete(sleeper);
        signal?.removeEventListener("abort", onAbort);
        settle();
      };
      signal?.addEventListener("abort", onAbort);
      this.#sleepers.add(sleeper);
    });
  }

  /** Is set to another time, as by a person: it wakes nobody, and whoever sleeps has as long to sleep as before. */
  set(now: number): void {
    for (const sleeper of this.#sleepers) sleeper.at += now - this.#now;
    this.#now = now;
  }

  /** Moves on, and wakes those whose time has come. */
  advance(milliseconds: number): void {
    this.#now += milliseconds;
    for (const { at, wake } of [...this.#sleepers]) if (at <= this.#now) wake();
  }
}
