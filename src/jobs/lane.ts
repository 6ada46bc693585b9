import type { Clock } from "../oci/clock.ts";
import { HEARTBEAT, type Job, type JobName, type JobStore } from "./job-store.ts";
import type { Log } from "./log.ts";
import type { JobContext } from "./state.ts";

/** Milliseconds between looks for jobs that nobody told of: those whose pause is over, and those that another process added. */
const POLL = 2000;
/** Milliseconds before an outcome that the database did not take is written again. */
const WRITE_AGAIN = 5000;
/** Jobs in hand at a time, with those that have stepped aside: each is kept claimed, and holds memory. */
const MOST_CLAIMS = 1000;

/** What a lane asks of the store. */
export type LaneStore = Pick<
  JobStore,
  "tries" | "isShared" | "onAvailable" | "claim" | "keep" | "done" | "fail" | "giveBack"
>;

/** What a lane needs to know. */
export interface LaneOptions {
  readonly name: JobName;
  /** Jobs at a time. */
  readonly slots: number;
  readonly handle: (subject: string, context: JobContext) => Promise<void>;
  readonly giveUp: (subject: string, error: unknown) => Promise<void>;
  /** Take no more jobs. */
  readonly stopping: AbortSignal;
  /** End at once. */
  readonly ended: AbortSignal;
  readonly store: LaneStore;
  readonly clock: Clock;
  readonly log: Log;
}

/** A job in hand, until its outcome is stored. */
interface Claim {
  readonly job: Job;
  /** Fires when the database has given the job to somebody else. */
  readonly lost: AbortController;
  /** Waits under way in which it needs no slot. */
  waits: number;
}

/** Works on one queue: claims jobs while slots are free, and sees each to its outcome. */
export class Lane {
  readonly #options: LaneOptions;
  readonly #claims = new Map<string, Claim>();
  readonly #outcomes = new Set<Promise<void>>();
  #bell = new AbortController();
  #keptAt = 0;

  constructor(options: LaneOptions) {
    this.#options = options;
    options.store.onAvailable(options.name, () => this.#bell.abort());
  }

  /** Resolves when it is stopping and no job is left in hand. */
  async run(): Promise<void> {
    const { stopping, ended, clock } = this.#options;
    const done = new AbortController();
    const keeping = this.#keepClaims(AbortSignal.any([done.signal, ended]));
    while (!stopping.aborted) {
      // Rung from here on, it is heard below, also while a claim is under way.
      this.#bell = new AbortController();
      await this.#claim();
      await clock.sleep(POLL, AbortSignal.any([this.#bell.signal, stopping])).catch(() => {});
    }
    await Promise.all(this.#outcomes);
    done.abort();
    await keeping;
  }

  /** The jobs still in hand. */
  get unfinished(): readonly Job[] {
    return [...this.#claims.values()].map(({ job }) => job);
  }

  async #claim(): Promise<void> {
    const { name, slots, store, clock, log, stopping } = this.#options;
    const claims = [...this.#claims.values()];
    const busy = claims.filter(({ waits }) => waits === 0).length;
    const free = Math.min(slots - busy, MOST_CLAIMS - claims.length);
    if (free <= 0) return;
    let jobs: readonly Job[] = [];
    try {
      jobs = await store.claim(name, free);
    } catch (error) {
      log.error({ err: error, queue: name }, "jobs cannot be fetched from the database");
    }
    for (const job of jobs) {
      if (this.#claims.size === 0) this.#keptAt = clock.now();
      const claim = { job, lost: new AbortController(), waits: 0 };
      this.#claims.set(job.id, claim);
      const outcome = stopping.aborted
        ? this.#store(claim, () => store.giveBack(job))
        : this.#carryOut(claim);
      const end = outcome.finally(() => {
        // One that was lost may be in hand again by now.
        if (this.#claims.get(job.id) === claim) this.#claims.delete(job.id);
        this.#outcomes.delete(end);
        this.#bell.abort();
      });
      this.#outcomes.add(end);
    }
  }

  async #carryOut(claim: Claim): Promise<void> {
    const { handle, store, stopping, ended } = this.#options;
    const { job, lost } = claim;
    if (job.retryCount >= store.tries) {
      return this.#giveUp(
        claim,
        new Error(`All ${store.tries} tries failed, the last because its process died.`),
      );
    }
    try {
      const signal = AbortSignal.any([ended, lost.signal]);
      await handle(job.subject, { signal, stopping, aside: (wait) => this.#aside(claim, wait) });
    } catch (error) {
      return this.#failed(claim, error);
    }
    await this.#store(claim, () => store.done(job));
  }

  /** The slot is free from here on; the job goes on afterwards whether one is free or not, or it could wait for ever. */
  async #aside<T>(claim: Claim, wait: () => Promise<T>): Promise<T> {
    claim.waits += 1;
    this.#bell.abort();
    try {
      return await wait();
    } finally {
      claim.waits -= 1;
    }
  }

  async #failed(claim: Claim, error: unknown): Promise<void> {
    const { store, stopping, log } = this.#options;
    const { job, lost } = claim;
    if (lost.signal.aborted) return;
    if (stopping.aborted) return this.#store(claim, () => store.giveBack(job));
    if (job.retryCount + 1 >= store.tries) return this.#giveUp(claim, error);
    log.warn(
      { err: error, ...namesOf(job), try: job.retryCount + 1 },
      "a job failed and will be tried again",
    );
    await this.#store(claim, () => store.fail(job, error));
  }

  /** The last word on a job. What its handler leaves undone then is for the sweep of orphans. */
  async #giveUp(claim: Claim, error: unknown): Promise<void> {
    const { giveUp, store, log } = this.#options;
    const { job } = claim;
    log.error({ err: error, ...namesOf(job), try: job.retryCount + 1 }, "a job failed for the last time");
    try {
      await giveUp(job.subject, error);
    } catch (failure) {
      log.error({ err: failure, ...namesOf(job) }, "the end of a job could not be told");
    }
    await this.#store(claim, () => store.done(job));
  }

  /** Writes an outcome, again and again while the database does not take it. */
  async #store({ job, lost }: Claim, write: () => Promise<void>): Promise<void> {
    const { clock, log, ended } = this.#options;
    const over = AbortSignal.any([ended, lost.signal]);
    for (;;) {
      try {
        return await write();
      } catch (error) {
        log.error({ err: error, ...namesOf(job) }, "the outcome of a job cannot be stored");
        if (over.aborted) return;
        await clock.sleep(WRITE_AGAIN, over).catch(() => {});
      }
    }
  }

  /** Tells the database that the jobs in hand are being worked on, and ends those that it has given to somebody else. */
  async #keepClaims(done: AbortSignal): Promise<void> {
    const { name, store, clock, log } = this.#options;
    for (;;) {
      await clock.sleep((HEARTBEAT * 1000) / 3, done).catch(() => {});
      if (done.aborted) return;
      const claims = [...this.#claims.values()];
      if (claims.length === 0) continue;
      const now = clock.now();
      try {
        const kept = await store.keep(
          name,
          claims.map(({ job }) => job),
        );
        this.#keptAt = now;
        for (const claim of claims) if (!kept.has(claim.job.id)) this.#lose(claim);
      } catch (error) {
        log.error({ err: error, queue: name }, "the claim on jobs cannot be renewed");
        if (store.isShared && now - this.#keptAt >= HEARTBEAT * 1000)
          for (const claim of claims) this.#lose(claim);
      }
    }
  }

  #lose({ job, lost }: Claim): void {
    if (this.#claims.get(job.id)?.lost !== lost || lost.signal.aborted) return;
    this.#options.log.warn(namesOf(job), "a job was given to another process");
    lost.abort(
      new Error("the job was given to another process, because this one did not renew its claim in time"),
    );
  }
}

/** A job in logs. */
function namesOf({ name, subject }: Job): Readonly<Record<string, string>> {
  return { queue: name, [name === "errand" ? "errand" : "run"]: subject };
}
