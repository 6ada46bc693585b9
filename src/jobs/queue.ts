import type { Clock } from "../oci/clock.ts";
import { JOB_NAMES, type JobName, type JobStore } from "./job-store.ts";
import { forgetLastSweep, keepSweeping } from "./keep-sweeping.ts";
import { Lane } from "./lane.ts";
import type { Log } from "./log.ts";
import type { JobHandlers, Queue } from "./state.ts";
import type { Db } from "./tables.ts";

/** Looking at requests is light, and waits for GitHub most of the time. */
const ANNOUNCE_SLOTS = 8;
/** The same holds for errands. */
const ERRAND_SLOTS = 8;
/** Milliseconds that jobs have to end once they were told to end at once. */
const LAST_GRACE = 5000;

/** How the queue is worked on. */
export interface QueueOptions {
  /** Runs that are carried out at a time. */
  readonly workerConcurrency: number;
  readonly clock: Clock;
  readonly log: Log;
}

/** The queue of a job store. It is started once at most. */
export function createQueue(db: Db, store: JobStore, { workerConcurrency, clock, log }: QueueOptions): Queue {
  const slots: Record<JobName, number> = {
    announce: ANNOUNCE_SLOTS,
    reconcile: workerConcurrency,
    errand: ERRAND_SLOTS,
  };
  const stopping = new AbortController();
  const ended = new AbortController();
  let lanes: readonly Lane[] = [];
  let working: Promise<unknown> = Promise.resolve();
  let stopped: Promise<void> | undefined;

  async function stop(grace: number): Promise<void> {
    stopping.abort(new Error("the process is stopping"));
    if (await endsWithin(grace)) return;
    ended.abort(new Error("the process is stopping, and the time for it is over"));
    if (await endsWithin(LAST_GRACE)) return;
    await Promise.allSettled(lanes.flatMap(({ unfinished }) => unfinished).map((job) => store.giveBack(job)));
  }

  async function endsWithin(milliseconds: number): Promise<boolean> {
    const timer = new AbortController();
    const late = clock.sleep(milliseconds, timer.signal).then(() => false);
    try {
      return await Promise.race([working.then(() => true), late]);
    } finally {
      timer.abort();
      late.catch(() => {});
    }
  }

  return {
    async start(handlers: JobHandlers) {
      if (lanes.length > 0) throw new Error("the queue was started already");
      const { giveUp, giveUpErrand } = handlers;
      const signals = { stopping: stopping.signal, ended: ended.signal };
      lanes = JOB_NAMES.map(
        (name) =>
          new Lane({
            name,
            slots: slots[name],
            handle: handlers[name],
            giveUp: name === "errand" ? giveUpErrand : giveUp,
            ...signals,
            store,
            clock,
            log,
          }),
      );
      await store.takeOver();
      if (!store.isShared) await forgetLastSweep(db);
      // A sweep has no slot that it could give away.
      const aside = <T>(wait: () => Promise<T>) => wait();
      const context = { stopping: stopping.signal, signal: ended.signal, aside };
      const sweeping = keepSweeping(db, { sweep: handlers.sweep, context, clock, log });
      working = Promise.all([...lanes.map((lane) => lane.run()), sweeping]);
    },
    stop: (grace) => (stopped ??= stop(grace)),
  };
}
