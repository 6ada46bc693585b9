import { type PullGate, PullsSpentError } from "../../copy/pull-gate.ts";
import type { PullAccount, PullLedger, Urgency } from "../../jobs/keeping-state.ts";
import type { Clock } from "../../oci/clock.ts";
import { RegistryError } from "../../oci/error.ts";
import { type PullLimit, readPullLimit } from "../../oci/registry/pull-limit.ts";
import type { Registry } from "../../oci/registry/registry.ts";
import { noteLimits } from "./note-limits.ts";
import { tellSpent } from "./tell-spent.ts";

/** Milliseconds for which a registry's word is good enough to take a pull by: others spend what it counts, too. */
const FRESH = 5 * 60_000;

/** What {@link LedgerGate} stands on. */
export interface LedgerGateOptions {
  readonly ledger: Pick<PullLedger, "note" | "take" | "accounts">;
  /** Pulls that the ledger keeps back, for people to read of. */
  readonly reserve: number;
  /** For whom, by id. Null: for none in particular. */
  readonly repository: number | null;
  readonly urgency: Urgency;
  /** What registries have said to this process, whichever run asked: it holds where one does not answer. */
  readonly heard: Map<string, PullLimit>;
  readonly clock: Pick<Clock, "now">;
}

/** What a registry last said. */
interface Word {
  readonly limit: PullLimit | undefined;
  /** In milliseconds since the epoch. */
  readonly heardAt: number;
}

/** The pulls of one run, taken one by one from the ledger that all runs share. A registry that tells no limit has none. */
export class LedgerGate implements PullGate {
  readonly #options: LedgerGateOptions;
  /** By registry. */
  readonly #words = new Map<string, Promise<Word>>();

  constructor(options: LedgerGateOptions) {
    this.#options = options;
  }

  async take(registry: Registry, signal: AbortSignal): Promise<void> {
    const { ledger, repository, urgency } = this.#options;
    const limit = await this.#hear(registry, signal);
    if (limit?.identity === undefined) return;
    const pull = { registry: registry.name, identity: limit.identity, repository, urgency };
    const spent = await ledger.take(pull);
    if (spent) throw this.#spent(registry, limit, spent.until);
  }

  async refused(registry: Registry, signal: AbortSignal): Promise<PullsSpentError> {
    const { ledger, clock } = this.#options;
    const limit = await this.#hear(registry, signal);
    if (limit?.identity === undefined) return this.#spent(registry, limit, undefined);
    await noteLimits(ledger, [{ ...limit, remaining: 0 }], clock.now());
    const [account] = await this.accounts([registry], signal);
    return this.#spent(registry, limit, account?.until ?? undefined);
  }

  /** What the ledger knows of us at registries, of those that limit pulls. Rejects with the signal's reason. */
  async accounts(registries: readonly Registry[], signal: AbortSignal): Promise<readonly PullAccount[]> {
    const limits = await Promise.all(registries.map((registry) => this.#hear(registry, signal)));
    const ours = new Map(limits.flatMap((limit) => (limit ? [[limit.registry, limit.identity]] : [])));
    const accounts = await this.#options.ledger.accounts();
    return accounts.filter(({ registry, identity }) => ours.get(registry) === identity);
  }

  /**
   * What a registry grants whoever we are there, by a word of it that is younger than five minutes, which the ledger knows by then. It is
   * asked only where that costs nothing and it has not spoken in this run: Docker Hub.
   */
  async #hear(registry: Registry, signal: AbortSignal): Promise<PullLimit | undefined> {
    const { name } = registry;
    // Whoever comes meanwhile waits for the same word.
    const heard = (this.#words.get(name) ?? Promise.resolve(undefined)).then((known) =>
      this.#listen(registry, known, signal),
    );
    this.#words.set(name, heard);
    heard.catch(() => this.#words.delete(name));
    return (await heard).limit;
  }

  async #listen(registry: Registry, known: Word | undefined, signal: AbortSignal): Promise<Word> {
    signal.throwIfAborted();
    const { clock, heard } = this.#options;
    const said = registry.pullLimit;
    if (said && said !== known?.limit) return await this.#note(registry, said);
    if (known && clock.now() - known.heardAt < FRESH) return known;
    const limit = registry.name === "docker.io" ? await ask(registry, signal) : undefined;
    if (limit) return await this.#note(registry, limit);
    return { limit: known?.limit ?? heard.get(registry.name), heardAt: clock.now() };
  }

  async #note({ name }: Registry, limit: PullLimit): Promise<Word> {
    const { ledger, heard, clock } = this.#options;
    const heardAt = clock.now();
    heard.set(name, limit);
    await noteLimits(ledger, [limit], heardAt);
    return { limit, heardAt };
  }

  #spent(registry: Registry, limit: PullLimit | undefined, until: Date | undefined): PullsSpentError {
    const message = tellSpent(registry.name, limit, this.#options.reserve);
    return new PullsSpentError(registry.name, until?.getTime(), message);
  }
}

/** A registry that does not answer will say so to the pull. */
async function ask(registry: Registry, signal: AbortSignal): Promise<PullLimit | undefined> {
  try {
    return await readPullLimit(registry, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof RegistryError)) throw error;
    return registry.pullLimit;
  }
}
