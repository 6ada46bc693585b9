import { Refusal } from "./refusal.ts";
import type { ReplyHeaders } from "./reply.ts";

/** How many pulls a source may make in a window. */
export interface PullLimit {
  readonly limit: number;
  /** For callers with an account. */
  readonly accountLimit: number;
  /** In seconds. */
  readonly window: number;
}

/** Who a pull is billed to: the account, or the address where there is none. */
export interface PullSource {
  readonly account: string | undefined;
  readonly address: string;
}

/** Counts pulls as Docker Hub does. A pull is forgotten when the window has passed since it. */
export class PullLedger {
  /** All pulls that were served, of all sources. */
  total = 0;
  readonly #limit: PullLimit;
  readonly #now: () => number;
  readonly #pulls = new Map<string, number[]>();
  readonly #served = new Map<string, number>();

  constructor(limit: PullLimit, now: () => number) {
    this.#limit = limit;
    this.#now = now;
  }

  /** The headers that tell a source where it stands. Asking costs nothing. */
  headers(source: PullSource): ReplyHeaders {
    const suffix = `;w=${this.#limit.window}`;
    const limit = this.#limitOf(source);
    return {
      "ratelimit-limit": `${limit}${suffix}`,
      "ratelimit-remaining": `${Math.max(limit - this.#recent(source).length, 0)}${suffix}`,
      "docker-ratelimit-source": sourceName(source),
    };
  }

  /** Bills one pull. Throws the 429 of Docker Hub, which has no Retry-After, when none is left. */
  charge(source: PullSource): void {
    const recent = this.#recent(source);
    if (recent.length >= this.#limitOf(source)) throw this.#refusal(source);
    recent.push(this.#now());
    this.total += 1;
    this.#served.set(sourceName(source), this.servedTo(sourceName(source)) + 1);
  }

  /** All pulls that were served to a source: an account, or an address. */
  servedTo(source: string): number {
    return this.#served.get(source) ?? 0;
  }

  /** Bills a source for pulls that were served to others who share it. */
  spend(source: string, count: number): void {
    const others = Array.from({ length: count }, () => this.#now());
    this.#pulls.set(source, [...(this.#pulls.get(source) ?? []), ...others]);
  }

  #limitOf(source: PullSource): number {
    return source.account === undefined ? this.#limit.limit : this.#limit.accountLimit;
  }

  #recent(source: PullSource): number[] {
    const since = this.#now() - this.#limit.window * 1000;
    const recent = (this.#pulls.get(sourceName(source)) ?? []).filter((time) => time > since);
    this.#pulls.set(sourceName(source), recent);
    return recent;
  }

  #refusal(source: PullSource): Refusal {
    const who =
      source.account === undefined ? "your unauthenticated pull rate limit" : "your pull rate limit";
    const message = `You have reached ${who}. https://www.docker.com/increase-rate-limit`;
    return new Refusal(429, [{ code: "TOOMANYREQUESTS", message }], this.headers(source));
  }
}

function sourceName(source: PullSource): string {
  return source.account ?? source.address;
}
