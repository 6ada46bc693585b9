import { type PullGate, PullsSpentError } from "../copy/pull-gate.ts";
import type { Clock } from "../oci/clock.ts";
import { RegistryError } from "../oci/error.ts";
import { type PullLimit, readPullLimit } from "../oci/registry/pull-limit.ts";
import type { Registry } from "../oci/registry/registry.ts";

/** Milliseconds: a registry counts a pull some time after it was taken, and is not asked more often than this. */
const SETTLING = 60_000;

/** What {@link HeaderGate} stands on. */
export interface HeaderGateOptions {
  /** Pulls that are left to others; of a small limit, half of it at most. */
  readonly reserve: number;
  /**
   * Whose count will be the same for a later run. Not that of an address that a hosted runner has for an hour: then nobody can tell when
   * there will be pulls.
   */
  readonly lasting: readonly NonNullable<PullLimit["countedBy"]>[];
  readonly clock: Pick<Clock, "now">;
}

/** What is known of one registry. */
interface Account {
  /** What it said last. */
  word: PullLimit | undefined;
  /** Pulls left, by that and by our own count. */
  left: number;
  /** When it was asked, or refused a pull, which says as much. */
  askedAt: number;
  /** When we took ours, in the last window. */
  taken: readonly number[];
}

/**
 * Keeps one process within the pulls that registries say, in their headers, that they grant; it remembers nothing beyond itself. What is
 * taken is counted at once, so that many at a time do not take more than there is. A registry that says nothing has no limit.
 */
export class HeaderGate implements PullGate {
  readonly #options: HeaderGateOptions;
  /** By registry, while it is being asked, too. */
  readonly #accounts = new Map<string, Promise<Account>>();

  constructor(options: HeaderGateOptions) {
    this.#options = options;
  }

  async take(registry: Registry, signal: AbortSignal): Promise<void> {
    const account = await this.#heed(registry, signal);
    if (account.left <= this.#reserveOf(account)) throw this.#spent(registry, account);
    const { word } = account;
    if (!word) return;
    account.left -= 1;
    account.taken = [...this.#takenWithin(word.window * 1000, account), this.#options.clock.now()];
  }

  async refused(registry: Registry, signal: AbortSignal): Promise<PullsSpentError> {
    const account = await this.#heed(registry, signal);
    account.left = 0;
    account.askedAt = this.#options.clock.now();
    return this.#spent(registry, account);
  }

  /** What is known, with what the registry has said meanwhile. Whoever comes while it is asked waits for the same answer. */
  async #heed(registry: Registry, signal: AbortSignal): Promise<Account> {
    const { name } = registry;
    const heeding = (this.#accounts.get(name) ?? Promise.resolve(undefined)).then(
      async (account) => await this.#update(registry, account, signal),
    );
    this.#accounts.set(name, heeding);
    heeding.catch(() => this.#accounts.delete(name));
    return await heeding;
  }

  async #update(registry: Registry, known: Account | undefined, signal: AbortSignal): Promise<Account> {
    signal.throwIfAborted();
    const now = this.#options.clock.now();
    const account = known ?? {
      word: undefined,
      left: Number.POSITIVE_INFINITY,
      askedAt: Number.NEGATIVE_INFINITY,
      taken: [],
    };
    this.#listen(registry, account);
    const isHeard = known || account.word;
    const isSpent = account.left <= this.#reserveOf(account);
    if ((isHeard && !isSpent) || now - account.askedAt < SETTLING) return account;
    account.askedAt = now;
    await ask(registry, signal);
    this.#listen(registry, account);
    // Of one that never says what it grants, only a pull can tell.
    if (!account.word) account.left = Number.POSITIVE_INFINITY;
    return account;
  }

  /** The registry counts what others take, too, but may not have counted yet what we took in the last minute. */
  #listen({ pullLimit: word }: Registry, account: Account): void {
    if (!word || word === account.word) return;
    const uncounted = this.#takenWithin(SETTLING, account).length;
    account.word = word;
    account.left = Math.max(word.remaining - uncounted, Math.min(account.left, word.remaining));
  }

  #takenWithin(milliseconds: number, { taken }: Account): readonly number[] {
    const since = this.#options.clock.now() - milliseconds;
    return taken.filter((at) => at > since);
  }

  #reserveOf({ word }: Account): number {
    return word ? Math.min(this.#options.reserve, Math.floor(word.limit / 2)) : 0;
  }

  #spent({ name }: Registry, account: Account): PullsSpentError {
    const { word } = account;
    if (!word) return new PullsSpentError(name, undefined, `${name} grants no more pulls for now`);
    const { limit, window, countedBy } = word;
    const reserve = this.#reserveOf(account);
    const whose = countedBy ? ` to this ${countedBy}` : "";
    const rest = reserve > 0 ? `the last ${reserve} are left to others` : "all of them are used up";
    const message = `${name} grants ${limit} pulls in ${tellWindow(window)}${whose}, and ${rest}`;
    return new PullsSpentError(name, this.#untilOf(account, word), message);
  }

  /** Where all that is gone is ours, the first of it comes back when it is as old as the window. */
  #untilOf(account: Account, { limit, window, countedBy }: PullLimit): number | undefined {
    if (!countedBy || !this.#options.lasting.includes(countedBy)) return undefined;
    const ours = this.#takenWithin(window * 1000, account);
    const [first] = ours;
    const isOurs = ours.length >= limit - account.left;
    return first !== undefined && isOurs ? first + window * 1000 : undefined;
  }
}

/** A HEAD costs no pull at Docker Hub; others say it with what is fetched. Who does not answer will say so to the pull. */
async function ask(registry: Registry, signal: AbortSignal): Promise<void> {
  if (registry.name !== "docker.io") return;
  try {
    await readPullLimit(registry, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof RegistryError)) throw error;
  }
}

function tellWindow(seconds: number): string {
  return seconds % 3600 === 0 ? `${seconds / 3600} h` : `${seconds} s`;
}
