import type { WorkflowRun } from "./workflow-run.ts";

interface Group {
  running: WorkflowRun;
  pending: WorkflowRun | undefined;
}

/**
 * Of the runs of a group one runs and one is pending; a newer one takes the pending one's place.
 * https://docs.github.com/en/actions/how-tos/write-workflows/choose-when-workflows-run/control-workflow-concurrency
 */
export class ConcurrencyGroups {
  readonly #groups = new Map<string, Group>();

  /** Whether another run is in its way. */
  isBusy(run: WorkflowRun): boolean {
    const key = keyOf(run);
    return key !== undefined && this.#groups.has(key);
  }

  /** Gives a run its place; true where it may start now. Those whose place it takes are cancelled. */
  enter(run: WorkflowRun, cancel: (run: WorkflowRun) => void): boolean {
    const key = keyOf(run);
    if (key === undefined) return true;
    const group = this.#groups.get(key);
    if (group === undefined) {
      this.#groups.set(key, { running: run, pending: undefined });
      return true;
    }
    const { running, pending } = group;
    group.pending = run;
    if (pending) cancel(pending);
    if (run.concurrency?.cancelInProgress && !running.signal.aborted) cancel(running);
    return false;
  }

  /** Takes a run's place away, and returns the one that may start now. */
  leave(run: WorkflowRun): WorkflowRun | undefined {
    const key = keyOf(run);
    const group = key === undefined ? undefined : this.#groups.get(key);
    if (key === undefined || group === undefined) return undefined;
    if (group.pending === run) group.pending = undefined;
    if (group.running !== run) return undefined;
    const next = group.pending;
    if (next) this.#groups.set(key, { running: next, pending: undefined });
    else this.#groups.delete(key);
    return next;
  }
}

/** Names are told apart without regard to case. */
function keyOf({ concurrency, repository }: WorkflowRun): string | undefined {
  return concurrency && `${repository.id} ${concurrency.group.toLowerCase()}`;
}
