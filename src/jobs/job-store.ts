import { sql } from "kysely";
import { fromKysely, type PgBoss } from "pg-boss";
import type { Database } from "./database.ts";
import { sortedIds } from "./sorted-ids.ts";
import { wordsOf } from "./state-error.ts";
import type { Db } from "./tables.ts";

/** The queues; the name says what is to be done with a run, or that an errand is. */
export type JobName = "announce" | "reconcile" | "errand";

/** All of them. */
export const JOB_NAMES: readonly JobName[] = ["announce", "reconcile", "errand"];

/** How often and when a failed job is tried again. Seconds. */
export interface RetryPolicy {
  /** In all, with the first. */
  readonly tries: number;
  /** The pause after the first try; each is about double the one before. 0: no pauses at all. */
  readonly firstPause: number;
  readonly longestPause: number;
}

/** Half an hour until the pauses have grown to half an hour, then a day of those: GitHub may be down for that long. */
export const DEFAULT_RETRY: RetryPolicy = { tries: 56, firstPause: 10, longestPause: 1800 };

/** What is stored with a job. */
interface JobData {
  readonly subject?: string;
}

/** What jobs are added for. */
export interface Task {
  /** The id of the run or the errand. */
  readonly subject: string;
  /** Of jobs with the same key one is done at a time, in the order in which they were added. */
  readonly key: string;
}

/** A job that this process has claimed. */
export interface Job {
  readonly id: string;
  readonly name: JobName;
  readonly subject: string;
  /** Failed tries, and those whose process died. */
  readonly retryCount: number;
}

/** Seconds without a sign of life after which another process may take a job over. */
export const HEARTBEAT = 30;
/** pg-boss's longest. Whether a job is still claimed is known from the heartbeat and the lock, not from its age. */
const EXPIRY = 24 * 3600;
/** We give up, not pg-boss: a job that it calls failed would block its key for good. */
const NEVER = 1_000_000;

/**
 * The jobs in the database: all that is asked of pg-boss. A job has the id of its run, whose repository is its key, and is deleted when it
 * is done, because its run tells the story. The job of an errand has an id of its own: one that was parked gets its second job while the
 * first may not be done yet.
 */
export class JobStore {
  readonly #boss: PgBoss;
  readonly #db: Db;
  /** Whether other processes may work on the same jobs. */
  readonly isShared: boolean;
  readonly #retry: RetryPolicy;
  readonly #listeners = new Map<JobName, () => void>();
  /** By the transactions under way. */
  readonly #touched = new WeakMap<Db, Set<JobName>>();

  constructor({ boss, db, isShared }: Database, retry: RetryPolicy) {
    this.#boss = boss;
    this.#db = db;
    this.isShared = isShared;
    this.#retry = retry;
  }

  /** Failed tries after which a job is given up. */
  get tries(): number {
    return this.#retry.tries;
  }

  /** Brings pg-boss's tables and the queues up to date. */
  async open(): Promise<void> {
    await this.#boss.start();
    const settings = {
      heartbeatSeconds: this.isShared ? HEARTBEAT : null,
      expireInSeconds: EXPIRY,
      retryLimit: NEVER,
      retryDelay: this.#retry.firstPause,
      retryBackoff: this.#retry.firstPause > 0,
      retryDelayMax: this.#retry.firstPause > 0 ? this.#retry.longestPause : null,
    };
    for (const name of JOB_NAMES) {
      await this.#boss.createQueue(name, { policy: "key_strict_fifo" });
      await this.#boss.updateQueue(name, settings);
      // Caches the queue. Otherwise the first job that is added in a transaction of PGlite would wait for that very transaction.
      await this.#boss.getBlockedKeys(name);
    }
  }

  async close(): Promise<void> {
    await this.#boss.stop({ graceful: false });
  }

  /** Calls back when jobs of a queue may have become available in this process. */
  onAvailable(name: JobName, listener: () => void): void {
    this.#listeners.set(name, listener);
  }

  /** Does work in a transaction; after it, whoever listens is called back for the queues in which the work has left something to be done. */
  async transact<T>(work: (transaction: Db) => Promise<T>): Promise<T> {
    const touched = new Set<JobName>();
    const result = await this.#db.transaction().execute((transaction) => {
      this.#touched.set(transaction, touched);
      return work(transaction);
    });
    for (const name of touched) this.#listeners.get(name)?.();
    return result;
  }

  /** Adds jobs within a transaction of {@link transact}. A failed job of the same key is tried again now, for it goes first. */
  async add(transaction: Db, name: JobName, tasks: readonly Task[]): Promise<void> {
    if (tasks.length === 0) return;
    const keys = [...new Set(tasks.map(({ key }) => key))];
    await sql`
      update pgboss.job set start_after = now()
      where name = ${name} and state = 'retry' and singleton_key = any(${keys}::text[])`.execute(transaction);
    const ids = name === "errand" ? sortedIds(tasks.length) : tasks.map(({ subject }) => subject);
    const jobs = tasks.map(({ subject, key }, index) => ({
      id: ids[index] ?? subject,
      data: { subject },
      singletonKey: key,
    }));
    await this.#boss.insert(name, jobs, { db: fromKysely(transaction) });
    this.#touched.get(transaction)?.add(name);
  }

  /** Ends the pause of failed jobs of these runs, the same way: there is news of what they wait for. */
  async tryNow(transaction: Db, name: JobName, runs: readonly string[]): Promise<void> {
    await sql`
      update pgboss.job set start_after = now()
      where name = ${name} and state = 'retry' and id = any(${[...runs]}::uuid[])`.execute(transaction);
    this.#touched.get(transaction)?.add(name);
  }

  /** Claims at most `limit` jobs, one per key at most. */
  async claim(name: JobName, limit: number): Promise<readonly Job[]> {
    const jobs = await this.#boss.fetch<JobData>(name, { batchSize: limit, includeMetadata: true });
    // Those of an older version have no data.
    return jobs.map(({ id, data, retryCount }) => ({ id, name, subject: data.subject ?? id, retryCount }));
  }

  /** Those of these jobs that this process still has; they are kept for another while. */
  async keep(name: JobName, jobs: readonly Job[]): Promise<ReadonlySet<string>> {
    const claims = jobs.map(({ id, retryCount }) => `${id}:${retryCount}`);
    const { rows } = await sql<{ readonly id: string }>`
      update pgboss.job set heartbeat_on = now()
      where name = ${name} and state = 'active' and id || ':' || retry_count = any(${claims}::text[])
      returning id`.execute(this.#db);
    return new Set(rows.map(({ id }) => id));
  }

  async done(job: Job): Promise<void> {
    await this.#boss.deleteJob(job.name, job);
  }

  /** A failed try: the job waits for the next. */
  async fail(job: Job, error: unknown): Promise<void> {
    await this.#boss.fail(job.name, job, { message: wordsOf(error) });
  }

  /** Makes a job available at once, as if this process had never claimed it. */
  async giveBack(job: Job): Promise<void> {
    await sql`
      update pgboss.job set state = 'created', started_on = null, heartbeat_on = null
      where name = ${job.name} and id = ${job.id} and state = 'active' and retry_count = ${job.retryCount}`.execute(
      this.#db,
    );
  }

  /** Makes the jobs of dead processes available at once, where nobody else can be alive. It counts as a try, lest one kills us for ever. */
  async takeOver(): Promise<void> {
    if (this.isShared) return;
    await sql`
      update pgboss.job set state = 'retry', start_after = now(), heartbeat_on = null
      where name = any(${[...JOB_NAMES]}::text[]) and state = 'active'`.execute(this.#db);
  }
}
