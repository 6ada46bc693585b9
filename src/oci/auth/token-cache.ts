import { abortable } from "../abortable.ts";
import type { Clock } from "../clock.ts";
import type { Token } from "./token.ts";

const MOST_TOKENS = 1_000;
const FETCH_LIMIT = 60_000;

interface Entry {
  readonly fetching: Promise<Token>;
  token?: Token;
}

/**
 * The tokens of one registry by the scopes they were asked for. However many wait for one, it is fetched once; a failure
 * is told to all who waited and forgotten. At most 1,000 are kept; the oldest goes first.
 */
export class TokenCache {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The token for `scopes`, fetched where there is none or it has run out. `signal` ends the wait, not the fetch. */
  async get(
    scopes: readonly string[],
    signal: AbortSignal | undefined,
    fetch: (signal: AbortSignal) => Promise<Token>,
  ): Promise<Token> {
    const key = scopes.join(" ");
    const known = this.#entries.get(key);
    if (known?.token && known.token.expires > this.#clock.now()) return known.token;
    const entry = known && !known.token ? known : this.#start(key, fetch);
    return await abortable(entry.fetching, signal);
  }

  /** Forgets a token that the registry refused, unless a newer one has taken its place. */
  drop(scopes: readonly string[], refused: Token): void {
    const key = scopes.join(" ");
    if (this.#entries.get(key)?.token === refused) this.#entries.delete(key);
  }

  #start(key: string, fetch: (signal: AbortSignal) => Promise<Token>): Entry {
    const entry: Entry = { fetching: fetch(AbortSignal.timeout(FETCH_LIMIT)) };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    entry.fetching.then(
      (token) => {
        entry.token = token;
      },
      () => {
        if (this.#entries.get(key) === entry) this.#entries.delete(key);
      },
    );
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > MOST_TOKENS && oldest !== undefined) this.#entries.delete(oldest);
    return entry;
  }
}
