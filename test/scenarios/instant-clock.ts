import { setImmediate } from "node:timers/promises";
import type { Clock } from "../../src/oci/clock.ts";

/** A clock on which nobody waits: a sleep moves its time on and ends at once. */
export interface InstantClock extends Clock {
  /** The sleeps so far, in milliseconds. */
  readonly slept: readonly number[];
}

/** Starts at the machine's time, so that tokens and dates of real servers make sense. */
export function instantClock(): InstantClock {
  const slept: number[] = [];
  let ahead = 0;
  return {
    slept,
    now: () => Date.now() + ahead,
    sleep: async (milliseconds, signal) => {
      signal?.throwIfAborted();
      slept.push(milliseconds);
      ahead += milliseconds;
      await setImmediate();
      signal?.throwIfAborted();
    },
  };
}
