interface Waiter {
  readonly weight: number;
  readonly start: () => void;
}

/** A bounded number of places, given to the heaviest of those who wait: big blobs first leave no long tail. */
export class Slots {
  #free: number;
  /** Lightest first, so that the next one is popped. */
  readonly #waiting: Waiter[] = [];

  constructor(places: number) {
    this.#free = places;
  }

  /** Runs `work` in a place of its own. Rejects with the signal's reason when that fires before a place is free. */
  async run<T>(weight: number, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#enter(weight, signal);
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  async #enter(weight: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter = { weight, start: resolve };
    const abort = () => {
      const index = this.#waiting.indexOf(waiter);
      if (index === -1) return; // It has a place by now, and its work sees the signal.
      this.#waiting.splice(index, 1);
      reject(signal.reason);
    };
    const heavier = this.#waiting.findIndex((other) => other.weight >= weight);
    this.#waiting.splice(heavier === -1 ? this.#waiting.length : heavier, 0, waiter);
    signal.addEventListener("abort", abort, { once: true });
    await promise;
    signal.removeEventListener("abort", abort);
  }

  #leave(): void {
    const next = this.#waiting.pop();
    if (next) next.start();
    else this.#free++;
  }
}
