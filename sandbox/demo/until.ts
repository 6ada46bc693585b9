import { AssertionError } from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

const [INTERVAL, PATIENCE] = [20, 30_000];

/** What can keep something from happening. */
export interface Waiting {
  /** Throws where it cannot happen any more. */
  readonly app: { requireRunning(): void };
  readonly signal: AbortSignal;
}

/**
 * Looks every 20 ms until there is something, for 30 s at most. `what` is a sentence that becomes true then. Throws
 * `AssertionError` where it does not.
 */
export async function until<T>(
  what: string,
  look: () => T | undefined,
  { app, signal }: Waiting,
): Promise<T> {
  const end = performance.now() + PATIENCE;
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    app.requireRunning();
    if (performance.now() > end)
      throw new AssertionError({ message: `after 30 s, it is not true that ${what}` });
    await sleep(INTERVAL, undefined, { signal });
  }
}
