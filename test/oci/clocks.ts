import type { Clock } from "../../src/oci/clock.ts";

/** Sunday, 1 November 2026, 12:00:00 UTC. */
export const NOON = Date.UTC(2026, 10, 1, 12);

/** A clock whose sleeps pass at once and are remembered, in milliseconds. */
export interface FlyingClock extends Clock {
  readonly slept: number[];
  advance(milliseconds: number): void;
}

export function flyingClock(start = NOON): FlyingClock {
  let now = start;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    advance: (milliseconds) => {
      now += milliseconds;
    },
    sleep: async (milliseconds, signal) => {
      signal?.throwIfAborted();
      slept.push(milliseconds);
      now += milliseconds;
    },
  };
}

/** A clock that stands still until it is advanced; whoever sleeps past the new time wakes up in order. */
export interface HeldClock extends Clock {
  /** How many sleep now. */
  readonly sleepers: number;
  advance(milliseconds: number): Promise<void>;
}

export function heldClock(start = NOON): HeldClock {
  let now = start;
  const sleeping = new Set<{ readonly until: number; readonly wake: () => void }>();
  return {
    get sleepers() {
      return sleeping.size;
    },
    now: () => now,
    advance: async (milliseconds) => {
      now += milliseconds;
      for (const sleeper of [...sleeping].sort((a, b) => a.until - b.until)) {
        if (sleeper.until <= now) sleeper.wake();
      }
      await settled();
    },
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = { until: now + milliseconds, wake };
        const abort = () => {
          sleeping.delete(sleeper);
          reject(signal?.reason);
        };
        function wake() {
          sleeping.delete(sleeper);
          signal?.removeEventListener("abort", abort);
          resolve();
        }
        if (signal?.aborted) return reject(signal.reason);
        sleeping.add(sleeper);
        signal?.addEventListener("abort", abort, { once: true });
      }),
  };
}

/** Resolves when everything that needs no clock and no network has happened. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
