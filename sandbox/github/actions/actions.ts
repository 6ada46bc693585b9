import type { Repository } from "../repositories/repository.ts";
import type { Account } from "../world.ts";
import { ArtifactStorage } from "./artifact-storage.ts";
import { ConcurrencyGroups } from "./concurrency-groups.ts";
import type { Dispatch } from "./dispatch.ts";
import { RepositoryActions } from "./repository-actions.ts";
import { type NewRun, WorkflowRun } from "./workflow-run.ts";

/**
 * Carries out a run: it adds jobs, drives them, and completes the run, also when `run.signal` is aborted. A run that it leaves open
 * ends as a failure, or as cancelled.
 */
export type Runner = (run: WorkflowRun) => Promise<void>;

/** How a dispatch is answered: as GitHub does today, as it did before it told ids, or by a server that does not know `return_run_details`. */
export type DispatchAnswer = "details" | "no-details" | "details-refused";

/** What it stands on. */
export interface ActionsOptions {
  /** Of the server, without a slash at the end. */
  readonly url: string;
  readonly now: () => Date;
  /** Hears of runners that fail. */
  readonly report: (violation: string) => void;
}

/** GitHub Actions of all repositories. Without a runner, runs stay in the queue, and a test drives them. */
export class Actions {
  dispatchAnswer: DispatchAnswer = "details";
  readonly storage: ArtifactStorage;
  readonly #report: (violation: string) => void;
  readonly #places = new Map<number, RepositoryActions>();
  readonly #groups = new ConcurrencyGroups();
  readonly #working = new Map<WorkflowRun, Promise<void>>();
  #runner: Runner | undefined;

  constructor({ url, now, report }: ActionsOptions) {
    this.storage = new ArtifactStorage(url, now);
    this.#report = report;
  }

  of(repository: Repository): RepositoryActions {
    const known = this.#places.get(repository.id);
    if (known) return known;
    const place = new RepositoryActions(repository);
    this.#places.set(repository.id, place);
    return place;
  }

  /** Of all repositories, oldest first. */
  get runs(): readonly WorkflowRun[] {
    return [...this.#places.values()].flatMap(({ runs }) => runs).sort((a, b) => a.id - b.id);
  }

  /** Runs are carried out by this runner from now on, those that are queued included. */
  attach(runner: Runner): void {
    this.#runner = runner;
    for (const run of this.runs) if (run.status === "queued" && !this.#working.has(run)) this.#work(run);
  }

  /** Starts a workflow for somebody. Throws what GitHub refuses. */
  async dispatch(
    repository: Repository,
    order: Dispatch,
    who: Account = repository.creator,
  ): Promise<WorkflowRun> {
    // GitHub's parser takes a while to load, and most tests do without.
    const { dispatch } = await import("./dispatch.ts");
    return dispatch(repository, order, who);
  }

  /** Begins a run. */
  add(options: NewRun): WorkflowRun {
    const run = new WorkflowRun(options, (ended) => this.#startNext(ended));
    this.of(run.repository).add(run);
    this.#enqueue(run);
    return run;
  }

  /** Asks for the end of a run. Where no runner is at work on it, that is now. */
  cancel(run: WorkflowRun): void {
    if (run.isOver) throw new Error(`the run ${run.number} has ended`);
    run.requestCancel();
    if (!this.#working.has(run)) run.complete("cancelled");
  }

  /** Runs all jobs of a run that has ended again, as its next attempt. */
  rerun(run: WorkflowRun, who: Account = run.repository.creator): void {
    run.renew(who);
    this.#enqueue(run);
  }

  /** Lets a run go on that waits for approval. */
  approve(run: WorkflowRun): void {
    run.approve();
    this.#work(run);
  }

  /** Removes a run, as if it had never been. */
  delete(run: WorkflowRun): void {
    this.of(run.repository).remove(run);
    if (!run.isOver) this.cancel(run);
  }

  /** Resolves when no runner is at work. */
  async settled(): Promise<void> {
    while (this.#working.size > 0) await Promise.all(this.#working.values());
  }

  /** Cancels what runners are at work on, and waits for them. */
  async close(): Promise<void> {
    this.#runner = undefined;
    for (const run of this.#working.keys()) run.requestCancel();
    await this.settled();
  }

  #enqueue(run: WorkflowRun): void {
    if (this.#groups.isBusy(run)) run.moveTo("pending");
    run.tell("requested");
    if (this.#groups.enter(run, (other) => this.cancel(other))) this.#start(run);
  }

  #startNext(ended: WorkflowRun): void {
    const next = this.#groups.leave(ended);
    if (!next) return;
    next.moveTo("queued");
    this.#start(next);
  }

  #start(run: WorkflowRun): void {
    if (this.of(run.repository).settings.needsApproval) run.waitForApproval();
    else this.#work(run);
  }

  #work(run: WorkflowRun): void {
    const runner = this.#runner;
    if (!runner) return;
    const { signal } = run;
    const work = async () => {
      try {
        await runner(run);
        if (!run.isOver && !signal.aborted) this.#report(`a runner left run ${run.number} open`);
      } catch (error) {
        if (!signal.aborted) this.#report(`a runner failed at run ${run.number}: ${String(error)}`);
      }
      this.#working.delete(run);
      if (!run.isOver) run.complete(signal.aborted ? "cancelled" : "failure");
    };
    // Whoever began the run is answered first.
    this.#working.set(run, Promise.resolve().then(work));
  }
}
