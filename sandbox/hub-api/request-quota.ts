import { jsonReply, type Reply, type ReplyHeaders } from "../registry/reply.ts";

/** How many requests the API grants one address, and how it says when there will be more. */
export interface QuotaOptions {
  /** Per window (default 180). */
  readonly limit?: number;
  /** In seconds (default 60). */
  readonly window?: number;
  /** What the number in `Retry-After` is: the documentation says seconds, and the API was seen to send a time (default). */
  readonly retryAfter?: "unix-time" | "seconds";
}

interface Window {
  readonly endsAt: number;
  used: number;
}

/**
 * The API's own limit, which has nothing to do with pulls: windows that begin with an address's first request.
 * https://docs.docker.com/reference/api/hub/latest/#tag/rate-limiting and docker/hub-feedback#2459
 */
export class RequestQuota {
  readonly #limit: number;
  readonly #length: number;
  readonly #retryAfter: NonNullable<QuotaOptions["retryAfter"]>;
  readonly #now: () => number;
  readonly #windows = new Map<string, Window>();

  constructor({ limit = 180, window = 60, retryAfter = "unix-time" }: QuotaOptions, now: () => number) {
    this.#limit = limit;
    this.#length = window * 1000;
    this.#retryAfter = retryAfter;
    this.#now = now;
  }

  /** Counts a request. Returns the 429 where it is one too many. */
  count(address: string): Reply | undefined {
    const window = this.#windowOf(address);
    window.used += 1;
    if (window.used <= this.#limit) return undefined;
    const wait = Math.ceil((window.endsAt - this.#now()) / 1000);
    const number = this.#retryAfter === "seconds" ? wait : toSeconds(window.endsAt);
    const body = { detail: "Rate limit exceeded", error: false };
    return jsonReply(429, body, { ...this.headers(address), "retry-after": String(number) });
  }

  /** Where an address stands. They come with every answer. */
  headers(address: string): ReplyHeaders {
    const { used, endsAt } = this.#windowOf(address);
    return {
      "x-ratelimit-limit": String(this.#limit),
      "x-ratelimit-remaining": String(Math.max(this.#limit - used, 0)),
      "x-ratelimit-reset": String(toSeconds(endsAt)),
    };
  }

  #windowOf(address: string): Window {
    const known = this.#windows.get(address);
    if (known && known.endsAt > this.#now()) return known;
    const fresh: Window = { endsAt: this.#now() + this.#length, used: 0 };
    this.#windows.set(address, fresh);
    return fresh;
  }
}

const toSeconds = (milliseconds: number) => Math.ceil(milliseconds / 1000);
