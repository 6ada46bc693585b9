import type { Reply } from "./reply.ts";
import type { RequestRate } from "./request-rate.ts";

/** Counts the requests of each address against a rate, in a window that slides. */
export class RequestMeter {
  readonly #rate: RequestRate;
  readonly #now: () => number;
  readonly #times = new Map<string, number[]>();

  constructor(rate: RequestRate, now: () => number) {
    this.#rate = rate;
    this.#now = now;
  }

  /** Counts one, where this is what the rate is of. Returns the refusal when it is one too many. */
  count(what: RequestRate["of"], address: string): Reply | undefined {
    const { of, limit, window, refusal } = this.#rate;
    if (what !== of) return undefined;
    const now = this.#now();
    const recent = (this.#times.get(address) ?? []).filter((time) => time > now - window * 1000);
    if (recent.length >= limit) return refusal;
    this.#times.set(address, [...recent, now]);
    return undefined;
  }
}
