import type { Clock } from "../../../oci/clock.ts";

/** Milliseconds that people wait without a word. */
const PATIENCE = 10_000;

/** What is told meanwhile, and what becomes of a telling that fails. */
export interface Telling {
  readonly clock: Clock;
  readonly tell: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** Waits for `work`, and tells once that it goes on where it takes longer than people wait without a word. Resolves when both have ended. */
export async function tellWhenLong<T>(work: Promise<T>, { clock, tell, onError }: Telling): Promise<T> {
  const done = new AbortController();
  const telling = clock
    .sleep(PATIENCE, done.signal)
    .then(tell, () => {})
    .catch(onError);
  try {
    return await work;
  } finally {
    done.abort();
    await telling;
  }
}
