import { sql } from "kysely";
import { type Clock, systemClock } from "../oci/clock.ts";
import { createAppliedConfigs } from "./applied-configs.ts";
import { createAuditTrail } from "./audit-trail.ts";
import { createBackups } from "./backups.ts";
import type { Database } from "./database.ts";
import { createDeliveries } from "./deliveries.ts";
import { createDepartures } from "./departures.ts";
import { createDispatches } from "./dispatches.ts";
import { createDrifts } from "./drifts.ts";
import { createErrands } from "./errands.ts";
import { createIntake } from "./intake.ts";
import { DEFAULT_RETRY, JobStore, type RetryPolicy } from "./job-store.ts";
import { type Log, silentLog } from "./log.ts";
import { migrate, migrationFailed } from "./migrate.ts";
import { createMirroredImages } from "./mirrored-images.ts";
import { openEmbedded } from "./open-embedded.ts";
import { openServer } from "./open-server.ts";
import { createPlans } from "./plans.ts";
import { prune } from "./prune.ts";
import { createPullLedger } from "./pull-ledger.ts";
import { createQueue } from "./queue.ts";
import { createRunItems } from "./run-items.ts";
import { createRuns } from "./runs.ts";
import { createSchedules } from "./schedules.ts";
import { createSightings } from "./sightings.ts";
import type { Queue, State } from "./state.ts";
import { createSurveys } from "./surveys.ts";
import { createTroubles } from "./troubles.ts";
import { createVerdicts } from "./verdicts.ts";
import { createVisits } from "./visits.ts";
import { createWaitingImages } from "./waiting-images.ts";
import { WorkflowNews } from "./workflow-news.ts";

/** Where the state is: in a directory that this process has for itself, or on a PostgreSQL server. */
export type StatePlace = { readonly dataDir: string } | { readonly databaseUrl: string };

/** How it is worked with. */
export interface StateOptions {
  /** Runs that are carried out at a time. */
  readonly workerConcurrency: number;
  /** Of the system by default. The pauses of the queue are the database's business, and follow its own clock. */
  readonly clock?: Clock;
  readonly log?: Log;
  readonly retry?: RetryPolicy;
  /** Pulls that are left to people, of each limit of a registry. Default: 20. */
  readonly pullReserve?: number;
}

/** A fifth of what Docker Hub grants whom it does not know. */
const DEFAULT_RESERVE = 20;

/** The state and its queue, open. Disposing stops the queue without grace, and closes the database. */
export interface OpenState extends State, AsyncDisposable {
  readonly queue: Queue;
}

/**
 * Opens the state, which is made where there is none and brought up to date where it is old.
 *
 * @throws StateError
 */
export async function openState(place: StatePlace, options: StateOptions): Promise<OpenState> {
  const database =
    "dataDir" in place ? await openEmbedded(place.dataDir) : await openServer(place.databaseUrl);
  try {
    return await stateOf(database, options);
  } catch (error) {
    await database.boss.stop({ graceful: false });
    await database.close();
    throw error;
  }
}

/** The state in a database, which it then owns. */
export async function stateOf(database: Database, options: StateOptions): Promise<OpenState> {
  const { db, boss } = database;
  const { workerConcurrency, clock = systemClock, log = silentLog, retry = DEFAULT_RETRY } = options;
  const { pullReserve = DEFAULT_RESERVE } = options;
  boss.on("error", (error) => log.error({ err: error }, "the queue's upkeep failed"));
  await migrate(db);
  const jobs = new JobStore(database, retry);
  await jobs.open().catch((error: unknown) => {
    throw migrationFailed(error);
  });
  const news = new WorkflowNews({ db, isShared: database.isShared, clock });
  const queue = createQueue(db, jobs, { workerConcurrency, clock, log });
  return {
    intake: createIntake(jobs, news, clock),
    runs: createRuns(db, jobs, clock),
    items: createRunItems(db),
    configs: createAppliedConfigs(db),
    images: createMirroredImages(db, clock),
    deliveries: createDeliveries(db),
    visits: createVisits(jobs, clock),
    dispatches: createDispatches(db, news, clock),
    verdicts: createVerdicts(db),
    errands: createErrands(db),
    plans: createPlans(db),
    surveys: createSurveys(db, clock),
    drifts: createDrifts(db),
    troubles: createTroubles(db, clock),
    schedules: createSchedules(db, jobs, clock),
    sightings: createSightings(db, clock),
    ledger: createPullLedger(db, clock, pullReserve),
    waiting: createWaitingImages(db, jobs, clock),
    departures: createDepartures(db, clock),
    backups: createBackups(db, clock),
    audit: createAuditTrail(db, clock),
    queue,
    async check() {
      await sql`select 1`.execute(db);
    },
    async prune() {
      await prune(db, clock.now());
      await database.vacuum();
    },
    async [Symbol.asyncDispose]() {
      await queue.stop(0);
      await jobs.close();
      await database.close();
    },
  };
}
