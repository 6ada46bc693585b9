import { setTimeout as wait } from "node:timers/promises";
import { ProbotOctokit } from "probot";
import type { SandboxGitHub } from "../../../sandbox/github/start-github.ts";
import { stateOf } from "../../../src/jobs/open-state.ts";
import type { JobHandlers } from "../../../src/jobs/state.ts";
import { createLog } from "../../../src/observe/log.ts";
import type { Clock } from "../../../src/oci/clock.ts";
import { openApp } from "../../../src/open-app.ts";
import { serveApp } from "../../../src/server/serve-app.ts";
import { DEFAULT_ACTION } from "../../../src/workflow/workflow-file.ts";
import type { MortalDatabase } from "./shared-database.ts";

/** Pulls of each window that are left to people. */
export const RESERVE = 20;
/** Milliseconds for which a process that is asked to end may finish what it has in hand. */
const GRACE = 2_000;

/** What a worker stands on, which it shares with the other one. */
export interface WorkerOptions {
  readonly github: SandboxGitHub;
  /** Its own way into the one that all share. */
  readonly database: MortalDatabase;
  readonly clock: Clock;
  /** Registries, by name. */
  readonly endpoints: readonly (readonly [string, URL])[];
  readonly onLog: (line: string) => void;
  readonly onSwept: () => void;
}

/** One process of the App. */
export interface MonthWorker {
  /** Where it takes webhooks. */
  readonly webhooks: string;
  /** Ends it, as an operator would. */
  stop(): Promise<void>;
  /** Ends it as a power cut would. Resolves when it has let go of what it had open. */
  kill(): Promise<void>;
  /** Finds jobs whose process has died, as each process does every minute by the clock of the database. */
  supervise(): Promise<void>;
}

/** Milliseconds of this machine in which a dead process lets go of its connections. */
const LAST_MOMENT = 300;

/** Starts a process of the App on what is shared. */
export async function openWorker(options: WorkerOptions): Promise<MonthWorker> {
  const { github, database, clock, endpoints, onSwept } = options;
  let isDead = false;
  const log = createLog({ level: "warn", destination: { write: (line) => isDead || options.onLog(line) } });
  const own: Clock = {
    now: () => clock.now(),
    // The last seconds of a dead process do not have to pass.
    sleep: (milliseconds, signal) => (isDead ? Promise.resolve() : clock.sleep(milliseconds, signal)),
  };
  const kept = await stateOf(database, {
    workerConcurrency: 2,
    retry: { tries: 20, firstPause: 0, longestPause: 0 },
    pullReserve: RESERVE,
    clock: own,
    log,
  });
  const start = (handlers: JobHandlers) =>
    kept.queue.start({ ...handlers, sweep: (context) => handlers.sweep(context).finally(onSwept) });
  const state = { ...kept, queue: { ...kept.queue, start } };
  const settings = {
    host: "127.0.0.1",
    port: 0,
    githubApiUrl: github.url,
    webhookProxyUrl: undefined,
    logLevel: "warn",
    isProduction: true,
    appId: github.app.id,
    privateKey: github.app.privateKey,
    webhookSecret: github.app.webhookSecret,
    dataDir: "",
    databaseUrl: undefined,
    registryHost: "ghcr.io",
    registryEndpoints: endpoints,
    allowSourceHosts: ["127.0.0.1"],
    proxyFor: undefined,
    publisher: "app",
    actionReference: DEFAULT_ACTION,
    workerConcurrency: 2,
    shutdownTimeout: GRACE,
    pullReserve: RESERVE,
  } as const;
  // It waits for no limit of GitHub, and a dead one asks nothing more.
  const reach: typeof fetch = (input, init) =>
    isDead ? Promise.reject(new Error("This process is dead")) : fetch(input, init);
  const Octokit = ProbotOctokit.defaults((given: object) => ({
    ...given,
    throttle: { enabled: false },
    retry: { enabled: false },
    request: { fetch: reach },
  }));
  const ending = new AbortController();
  const ready = Promise.withResolvers<string>();
  const ended = serveApp({
    settings,
    log,
    Octokit,
    about: "The month",
    openApp: (probot) => openApp({ settings, log, probot, clock: own, state }),
    onReady: ready.resolve,
    signal: ending.signal,
    now: () => performance.now(),
  });
  const url = await Promise.race([ready.promise, ended.then(() => ready.promise)]);
  return {
    webhooks: `${url.replace("localhost", "127.0.0.1")}/api/github/webhooks`,
    async stop() {
      ending.abort();
      await ended;
    },
    async kill() {
      isDead = true;
      database.kill();
      ending.abort();
      // It waits for answers that do not come.
      await Promise.race([ended.catch(() => {}), wait(LAST_MOMENT)]);
    },
    supervise: () => database.boss.supervise(),
  };
}
