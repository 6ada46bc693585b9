interface Delayed {
  readonly due: number;
  readonly action: () => void;
}

/** Runs actions `delay` ms after they were put in, in their order. Time is the clock of `performance.now()`. */
export class DelayLine {
  readonly #delay: number;
  #queue: Delayed[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(delay: number) {
    this.#delay = delay;
  }

  /** Puts an action in; it behaves as if put in at `notBefore` when that is later than now. */
  push(action: () => void, notBefore = 0): void {
    const last = this.#queue.at(-1)?.due ?? 0;
    const due = Math.max(performance.now(), notBefore) + this.#delay;
    this.#queue.push({ due: Math.max(due, last), action });
    this.#schedule();
  }

  #schedule(): void {
    const [next] = this.#queue;
    if (next === undefined || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => this.#run(), Math.max(0, next.due - performance.now()));
  }

  #run(): void {
    this.#timer = undefined;
    const now = performance.now();
    const waiting = this.#queue.findIndex(({ due }) => due > now);
    const ready = this.#queue.splice(0, waiting === -1 ? this.#queue.length : waiting);
    for (const { action } of ready) action();
    this.#schedule();
  }
}
