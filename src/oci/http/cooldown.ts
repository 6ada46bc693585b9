import type { Clock } from "../clock.ts";

/** One registry's request to be left alone for a while, which all requests to it honour. */
export class Cooldown {
  readonly #clock: Clock;
  #until = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** From now on nobody passes for `milliseconds`. A longer wait that is under way stays. */
  start(milliseconds: number): void {
    this.#until = Math.max(this.#until, this.#clock.now() + milliseconds);
  }

  /** Resolves when the registry may be asked again, at once where it did not ask for a pause. */
  async pass(signal?: AbortSignal): Promise<void> {
    for (let left = this.#left(); left > 0; left = this.#left()) await this.#clock.sleep(left, signal);
  }

  #left(): number {
    return this.#until === 0 ? 0 : this.#until - this.#clock.now();
  }
}
