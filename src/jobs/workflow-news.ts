import { abortable } from "../oci/abortable.ts";
import type { Clock } from "../oci/clock.ts";
import type { Db } from "./tables.ts";

/** Milliseconds between looks for what another process was told. */
const LOOK = 5000;

/** What {@link WorkflowNews} stands on. */
export interface WorkflowNewsOptions {
  readonly db: Db;
  /** Whether other processes may be told as well. */
  readonly isShared: boolean;
  readonly clock: Clock;
}

/** Wakes those who wait for a webhook about the workflow of a run. */
export class WorkflowNews {
  readonly #options: WorkflowNewsOptions;
  readonly #bells = new Map<string, Set<() => void>>();

  constructor(options: WorkflowNewsOptions) {
    this.#options = options;
  }

  /** Rings for these runs; after the transaction that stored the news. */
  ring(runs: readonly string[]): void {
    for (const run of runs) for (const ring of this.#bells.get(run) ?? []) ring();
  }

  /** See `Dispatches.news`. */
  async next(run: string, known: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { promise: rung, resolve } = Promise.withResolvers<void>();
    const ended = new AbortController();
    const bells = this.#bells.get(run) ?? new Set();
    this.#bells.set(run, bells.add(resolve));
    try {
      // The bell hangs before the first look, so that nothing is missed between the two.
      await Promise.race([rung, this.#look(run, known, AbortSignal.any([signal, ended.signal]))]);
    } finally {
      ended.abort();
      bells.delete(resolve);
      if (bells.size === 0) this.#bells.delete(run);
    }
  }

  /** Resolves when news are in the database: those stored already, and those of other processes. */
  async #look(run: string, known: number, signal: AbortSignal): Promise<void> {
    const { isShared, clock } = this.#options;
    while (!(await this.#wasTold(run, known))) {
      if (isShared) await clock.sleep(LOOK, signal);
      else await abortable(new Promise(() => {}), signal);
    }
  }

  async #wasTold(run: string, known: number): Promise<boolean> {
    const told = await this.#options.db
      .selectFrom("dispatches")
      .select("run")
      .where("run", "=", run)
      .where("told", ">", known)
      .executeTakeFirst();
    return told !== undefined;
  }
}
