import type { Clock } from "../clock.ts";
import { RegistryError } from "../error.ts";

/**
 * One registry's request to be left alone for a while. What can be waited for, all requests to it wait for; what cannot
 * fails all requests of the kind that was refused, without asking again. Docker Hub's pull limit holds for GETs of
 * manifests and lasts six hours, in which HEADs and blobs stay free.
 */
export class Cooldown {
  readonly #clock: Clock;
  /** By the kind of request. */
  readonly #refusals = new Map<string, Refusal>();
  #until = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether the registry has asked for a pause that is not over. */
  get isOn(): boolean {
    return this.#left() > 0;
  }

  /** From now on nobody passes for `milliseconds`. A longer wait that is under way stays. */
  start(milliseconds: number): void {
    this.#until = Math.max(this.#until, this.#clock.now() + milliseconds);
  }

  /** From now on nobody passes with a request of this kind for the time that `error` names: they fail as it did. */
  refuse(kind: string, error: RegistryError): void {
    this.#refusals.set(kind, { error, until: this.#clock.now() + (error.retryAfter ?? 0) });
  }

  /**
   * Resolves when the registry may be asked again, at once where it did not ask for a pause. Throws where it has refused
   * this kind of request for longer than anybody waits.
   */
  async pass(signal?: AbortSignal, kind?: string): Promise<void> {
    this.#checkRefusal(kind);
    for (let left = this.#left(); left > 0; left = this.#left()) await this.#clock.sleep(left, signal);
  }

  #checkRefusal(kind: string | undefined): void {
    const refusal = kind === undefined ? undefined : this.#refusals.get(kind);
    if (!refusal) return;
    const { error, until } = refusal;
    const retryAfter = until - this.#clock.now();
    if (retryAfter <= 0) return;
    const message = `not asked again after ${error.message}`;
    throw new RegistryError(error.code, message, { ...error, retryAfter, cause: error });
  }

  #left(): number {
    return this.#until === 0 ? 0 : this.#until - this.#clock.now();
  }
}

/** A wait that is too long for anybody. */
interface Refusal {
  readonly error: RegistryError;
  /** Milliseconds since the epoch. */
  readonly until: number;
}
