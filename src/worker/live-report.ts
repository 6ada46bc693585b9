import type { Clock } from "../oci/clock.ts";

/** What {@link LiveReport} stands on. */
export interface LiveReportOptions {
  readonly clock: Clock;
  /** Milliseconds to the next telling, asked each time: it grows with the run and with the number of runs. */
  readonly interval: () => number;
  /** Tells how it stands. What it throws is passed to `onError`, and the next time tells more. */
  readonly tell: (signal: AbortSignal) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** Tells how a run goes on, from time to time, until it is stopped. Telling never holds up what is told. */
export class LiveReport {
  readonly #stop = new AbortController();
  readonly #ended: Promise<void>;

  constructor(options: LiveReportOptions) {
    this.#ended = this.#run(options);
  }

  /** Ends it; nothing is told any more once this has resolved. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#ended;
  }

  async #run({ clock, interval, tell, onError }: LiveReportOptions): Promise<void> {
    const { signal } = this.#stop;
    for (;;) {
      try {
        await clock.sleep(interval(), signal);
        await tell(signal);
      } catch (error) {
        if (signal.aborted) return;
        onError(error);
      }
    }
  }
}
