import { abortable } from "../oci/abortable.ts";
import type { Clock } from "../oci/clock.ts";
import type { Dispatch } from "./state.ts";
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

/** What tells one dispatch from the others. */
export type DispatchKey = Pick<Dispatch, "run" | "repository">;

/** Wakes those who wait for a webhook about a workflow that carries a run. */
export class WorkflowNews {
  readonly #options: WorkflowNewsOptions;
  readonly #bells = new Map<string, Set<() => void>>();

  constructor(options: WorkflowNewsOptions) {
    this.#options = options;
  }

  /** Rings for these dispatches; after the transaction that stored the news. */
  ring(dispatches: readonly DispatchKey[]): void {
    for (const dispatch of dispatches) for (const ring of this.#bells.get(nameOf(dispatch)) ?? []) ring();
  }

  /** See `Dispatches.news`. */
  async next(dispatch: DispatchKey, known: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const name = nameOf(dispatch);
    const { promise: rung, resolve } = Promise.withResolvers<void>();
    const ended = new AbortController();
    const bells = this.#bells.get(name) ?? new Set();
    this.#bells.set(name, bells.add(resolve));
    try {
      // The bell hangs before the first look, so that nothing is missed between the two.
      await Promise.race([rung, this.#look(dispatch, known, AbortSignal.any([signal, ended.signal]))]);
    } finally {
      ended.abort();
      bells.delete(resolve);
      if (bells.size === 0) this.#bells.delete(name);
    }
  }

  /** Resolves when news are in the database: those stored already, and those of other processes. */
  async #look(dispatch: DispatchKey, known: number, signal: AbortSignal): Promise<void> {
    const { isShared, clock } = this.#options;
    while (!(await this.#wasTold(dispatch, known))) {
      if (isShared) await clock.sleep(LOOK, signal);
      else await abortable(new Promise(() => {}), signal);
    }
  }

  async #wasTold({ run, repository }: DispatchKey, known: number): Promise<boolean> {
    const told = await this.#options.db
      .selectFrom("dispatches")
      .select("run")
      .where("run", "=", run)
      .where("owner", "=", repository.owner)
      .where("name", "=", repository.name)
      .where("told", ">", known)
      .executeTakeFirst();
    return told !== undefined;
  }
}

function nameOf({ run, repository }: DispatchKey): string {
  return `${run} ${repository.owner}/${repository.name}`;
}
