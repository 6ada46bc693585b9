import { setTimeout as sleep } from "node:timers/promises";
import { readServerEnvironment } from "../../../src/env.ts";
import { AppOctokit } from "../../../src/github/client/app-octokit.ts";
import type { Database } from "../../../src/jobs/database.ts";
import { forgetLastSweep } from "../../../src/jobs/keep-sweeping.ts";
import { openEmbedded } from "../../../src/jobs/open-embedded.ts";
import { type OpenState, stateOf } from "../../../src/jobs/open-state.ts";
import type { JobHandlers } from "../../../src/jobs/state.ts";
import { createLog } from "../../../src/observe/log.ts";
import { openApp } from "../../../src/open-app.ts";
import { serveApp } from "../../../src/server/serve-app.ts";
import { LeapingClock } from "./leaping-clock.ts";

/** Milliseconds between two looks at whether there is anything left to be done. */
const LOOK = 20;

/** What the time after a leap took, until nothing was left to be done. */
export interface Elapsed {
  /** Milliseconds, really. */
  readonly wall: number;
  /** Milliseconds of this process, of user and system together. */
  readonly cpu: number;
}

interface Parts {
  readonly url: string;
  readonly database: Database;
  readonly clock: LeapingClock;
  readonly stopping: AbortController;
  readonly ended: Promise<void>;
  /** `next`: when the sweep under way is over, or else the next one. */
  readonly sweeps: { next: PromiseWithResolvers<void> };
}

/** The server as `src/main.ts` has it, but for its clock, which can be put forward; with the embedded database. */
export class ClockedApp {
  readonly #parts: Parts;

  private constructor(parts: Parts) {
    this.#parts = parts;
  }

  get url(): string {
    return this.#parts.url;
  }

  /** Starts it on the variables of its environment; resolves when its first sweep is over. */
  static async start(variables: Readonly<Record<string, string>>): Promise<ClockedApp> {
    const environment = readServerEnvironment({ ...variables });
    if (environment.kind !== "app") throw new Error(JSON.stringify(environment));
    const { settings } = environment;
    const { workerConcurrency, pullReserve } = settings;
    const clock = new LeapingClock();
    const log = createLog({ level: settings.logLevel });
    const database = await openEmbedded(settings.dataDir);
    const kept = await stateOf(database, { workerConcurrency, pullReserve, clock, log });
    const sweeps = { next: Promise.withResolvers<void>() };
    const state = heard(kept, () => sweeps.next.resolve());
    const stopping = new AbortController();
    const ready = Promise.withResolvers<string>();
    const ended = serveApp({
      settings,
      log,
      Octokit: AppOctokit,
      about: "of the bench",
      openApp: (probot) => openApp({ settings, log, probot, clock, state }),
      onReady: ready.resolve,
      signal: stopping.signal,
      now: () => performance.now(),
    });
    ended.catch(ready.reject);
    const url = (await ready.promise).replace("localhost", "127.0.0.1");
    await sweeps.next.promise;
    return new ClockedApp({ url, database, clock, stopping, ended, sweeps });
  }

  /** Lets milliseconds have gone by, five minutes or more; resolves when the sweep that is due then is over, and nothing is left to be done. */
  async leap(milliseconds: number): Promise<Elapsed> {
    const { database, clock, sweeps } = this.#parts;
    // Turns of sweeps go by the clock of the database.
    await forgetLastSweep(database.db);
    sweeps.next = Promise.withResolvers();
    const used = process.cpuUsage();
    const begun = performance.now();
    clock.leap(milliseconds);
    await sweeps.next.promise;
    await this.settle();
    const wall = performance.now() - begun;
    const { user, system } = process.cpuUsage(used);
    return { wall, cpu: (user + system) / 1000 };
  }

  /** Resolves when nothing is left to be done. */
  async settle(): Promise<void> {
    while (!(await this.#isIdle())) await sleep(LOOK);
  }

  async stop(): Promise<void> {
    this.#parts.stopping.abort();
    await this.#parts.ended;
  }

  async #isIdle(): Promise<boolean> {
    const { db } = this.#parts.database;
    const run = await db.selectFrom("runs").select("id").where("state", "<>", "concluded").executeTakeFirst();
    const errand = await db
      .selectFrom("errands")
      .select("id")
      .where("parked_for", "is", null)
      .executeTakeFirst();
    return run === undefined && errand === undefined;
  }
}

/** The state, whose queue says when a sweep is over. */
function heard(state: OpenState, onSwept: () => void): OpenState {
  const start = (handlers: JobHandlers) =>
    state.queue.start({ ...handlers, sweep: (context) => handlers.sweep(context).finally(onSwept) });
  return { ...state, queue: { ...state.queue, start } };
}
