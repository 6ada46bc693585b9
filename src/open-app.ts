import type { Probot } from "probot";
import { createApp } from "./app.ts";
import type { ServerSettings } from "./environment/server-settings.ts";
import { connectGitHub } from "./github/client/connect-github.ts";
import type { RetryPolicy } from "./jobs/job-store.ts";
import { type OpenState, openState } from "./jobs/open-state.ts";
import type { Log } from "./observe/log.ts";
import { type Clock, systemClock } from "./oci/clock.ts";
import { createPaces, type Paces } from "./oci/registry/paces.ts";
import { createPublisher, type PublisherParts } from "./publish/create-publisher.ts";
import { lookAnonymously } from "./publish/look/look-anonymously.ts";
import { createSharedLooks } from "./publish/looks/shared-looks.ts";
import { createPlanner } from "./publish/plan/create-planner.ts";
import type { Publisher } from "./publish/publisher.ts";
import type { PublisherMode } from "./publish/publisher-mode.ts";
import type { RunningApp } from "./server/serve-app.ts";
import { createWorker } from "./worker/create-worker.ts";
import { createServerInstruments } from "./worker/errands/commands/server-instruments.ts";

/** Blobs, and requests to each registry, under way at the same time in one run. */
const COPY_CONCURRENCY = 8;

/** How long GitHub may take to say who we are, in milliseconds. */
const IDENTIFY = 60_000;

/** What {@link openApp} stands on. */
export interface OpenAppOptions {
  readonly settings: ServerSettings;
  readonly log: Log;
  /** How GitHub is reached. */
  readonly probot: Probot;
  readonly clock?: Clock;
  /** The rates of registries. Default: those that they are known to have. */
  readonly paces?: Paces;
  /** When failed jobs are tried again. */
  readonly retry?: RetryPolicy;
  /** A state that is open already, which is closed with the App; `clock` and `retry` of its queue are its own. Default: what the settings name. */
  readonly state?: OpenState;
}

/**
 * Opens the App: its state, its queue, its worker, each on what the settings name.
 *
 * @throws StateError where the state cannot be opened.
 */
export async function openApp(options: OpenAppOptions): Promise<RunningApp> {
  const { settings, log, probot, clock = systemClock, paces = createPaces(clock), retry } = options;
  const { appId, databaseUrl, dataDir, registryHost: registry, workerConcurrency, proxyFor } = settings;
  const { pullReserve } = settings;
  const place = databaseUrl === undefined ? { dataDir } : { databaseUrl };
  const state =
    options.state ??
    (await openState(place, { workerConcurrency, pullReserve, clock, log, ...(retry && { retry }) }));
  const github = connectGitHub(probot, () => clock.now());
  const endpoints = new Map(settings.registryEndpoints);
  const look = lookAnonymously({ registry, endpoints, clock, proxyFor });
  const carrying: PublisherParts = {
    state,
    github,
    registry,
    endpoints,
    proxyFor,
    allowedHosts: settings.allowSourceHosts,
    concurrency: COPY_CONCURRENCY,
    clock,
    action: settings.actionReference,
    look,
    ledger: state.ledger,
    sightings: state.sightings,
    looks: createSharedLooks({ clock }),
    paces,
    reserve: pullReserve,
    heard: new Map(),
    onScoutFailure: (error) => log.warn({ err: error }, "nobody could look before the images are carried"),
  };
  const publishers = new Map<PublisherMode, Publisher>();
  const publisherOf = (mode: PublisherMode) => {
    const publisher = publishers.get(mode) ?? createPublisher(mode, carrying);
    publishers.set(mode, publisher);
    return publisher;
  };
  const worker = createWorker({
    state,
    github,
    publisherOf,
    mode: settings.publisher,
    planner: createPlanner({ ...carrying, surveys: state.surveys }),
    action: settings.actionReference,
    instrumentsFor: createServerInstruments({
      github,
      authenticate: (installation) =>
        installation === undefined ? probot.auth() : probot.auth(installation),
      state,
      registry,
      endpoints,
      proxyFor,
      clock,
    }),
    appId,
    look,
    clock,
    log,
    registry,
    slots: workerConcurrency,
  });
  return {
    register: createApp({ intake: state.intake, appId }),
    checks: {
      database: () => state.check(),
    },
    async start() {
      await state.queue.start(worker);
      // Deliveries are taken in whatever GitHub's API says; but whoever runs this should know why nothing else works.
      github.identify(AbortSignal.timeout(IDENTIFY)).catch((error: unknown) => {
        log.error({ err: error }, "GitHub was asked for this App, and did not know it or did not answer");
      });
    },
    async stop(grace) {
      await state.queue.stop(grace);
      await state[Symbol.asyncDispose]();
    },
  };
}
