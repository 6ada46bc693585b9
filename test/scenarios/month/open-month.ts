import { setTimeout as wait } from "node:timers/promises";
import { expect } from "vitest";
import { connectPackages } from "../../../sandbox/connect-packages.ts";
import type { Repository } from "../../../sandbox/github/repositories/repository.ts";
import { type SandboxGitHub, startGitHub } from "../../../sandbox/github/start-github.ts";
import { type SandboxHubApi, startHubApi } from "../../../sandbox/hub-api/start-hub-api.ts";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import { packagesTokens } from "../../../sandbox/packages-tokens.ts";
import { dockerHubManners } from "../../../sandbox/registry/docker-hub-manners.ts";
import { ghcrManners } from "../../../sandbox/registry/ghcr-manners.ts";
import { type SandboxRegistry, startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { MANIFEST } from "../app/open-house.ts";
import { type MonthWorker, openWorker } from "./open-worker.ts";
import { openSharedDatabase } from "./shared-database.ts";
import { TwinClocks } from "./twin-clocks.ts";

const MINUTE = 60_000;
const SWEEP_INTERVAL = 5 * MINUTE;
/** Between two looks whether somebody does something. */
const LOOK = 1;
/** Looks after which nobody does anything but wait. */
const QUIET = 3;
const LONGEST_STEP = 10_000;
/** Milliseconds of the machine after which a tick is stuck. */
const STUCK = 60_000;
const ENOUGH = 10_000_000;
const ROOMY = { perHour: ENOUGH, contentPerMinute: ENOUGH, contentPerHour: ENOUGH, pointsPerMinute: ENOUGH };

/** A tagged manifest that came to the destination. */
export interface Push {
  /** `ghcr.io/acme/redis:7` */
  readonly destination: string;
  readonly digest: string;
}

/** Registries, a GitHub, one database, and two processes of the App that share it. */
export interface Month extends AsyncDisposable {
  readonly clocks: TwinClocks;
  readonly github: SandboxGitHub;
  readonly hub: SandboxRegistry;
  readonly hubApi: SandboxHubApi;
  readonly ghcr: SandboxRegistry;
  /** Everything that was put under a tag of GHCR, in order. */
  readonly pushes: readonly Push[];
  /** What the workers have logged as a warning or worse. */
  readonly log: readonly string[];
  repository(name: string, config: string): Promise<Repository>;
  rows<Row>(query: string): Promise<Row[]>;
  /** Lets time pass, five minutes at least, and one of the workers sweep. */
  sweep(milliseconds: number): Promise<void>;
  /** Resolves when no run and no errand is open. Seconds pass where somebody waits for them. */
  settle(): Promise<void>;
  /** Ends a worker, and begins another one. */
  restart(worker: number): Promise<void>;
  /** Ends a worker as a power cut would; the next time that all is to be settled, another one takes its place. */
  kill(worker: number): void;
  /** Both are away meanwhile. */
  pause(milliseconds: number): Promise<void>;
}

/** Opens a month that has not begun. Disposing expects that the sandbox itself kept GitHub's contract. */
export async function openMonth(): Promise<Month> {
  const clocks = new TwinClocks(Date.UTC(2026, 2, 1));
  const now = () => clocks.world.now();
  const webhookSecret = "webhook-secret-of-the-month-0123456789";
  const github = await startGitHub({ app: { manifest: MANIFEST, webhookSecret }, limits: ROOMY });
  const hub = await startRegistry({ manners: dockerHubManners(), now });
  pushImage(hub.store, "ratelimitpreview/test", "latest", generateImage({ seed: "preview" }));
  const hubApi = await startHubApi({ store: hub.store, now });
  const auth = { kind: "token", verify: packagesTokens(github) } as const;
  const ghcr = await startRegistry({ manners: ghcrManners(), auth, now });
  connectPackages(github, ghcr, "public");
  const pushes: Push[] = [];
  // What GitHub tells of its packages has tests of its own; here it would be thousands of webhooks about ourselves.
  ghcr.store.onPut = ({ repository, tag, manifest }) => {
    if (tag) pushes.push({ destination: `ghcr.io/${repository}:${tag}`, digest: manifest.digest });
  };
  const hosts = { "docker.io": hub, "ghcr.io": ghcr, "hub.docker.com": hubApi };
  const database = await openSharedDatabase();
  const { rows } = database;
  const log: string[] = [];
  let swept = Promise.withResolvers<void>();
  const open = async () =>
    openWorker({
      github,
      database: await database.open(),
      clock: clocks.ours,
      endpoints: Object.entries(hosts).map(([name, { url }]) => [name, new URL(url)] as const),
      onLog: (line) => log.push(line),
      onSwept: () => swept.resolve(),
    });
  github.createOrganization("acme");
  const workers: MonthWorker[] = [await open(), await open()];
  const dying = new Map<number, Promise<void>>();
  const listen = () => {
    const living = workers.find((_, at) => !dying.has(at));
    github.setWebhookUrl(living?.webhooks);
  };
  listen();
  github.install("acme", "all");

  async function isIdle(): Promise<boolean> {
    const [open] = await rows<{ open: number }>(
      `select (select count(*) from ghcr_mirror.runs where state <> 'concluded')::int
        + (select count(*) from ghcr_mirror.errands where parked_for is null)::int as open`,
    );
    return open?.open === 0;
  }

  /** Resolves when all that is under way waits for time to pass. */
  async function quiet(): Promise<void> {
    for (let looks = 0, seen = -1; looks < QUIET; looks += 1) {
      await wait(LOOK);
      const done =
        database.statements +
        [github, hub, hubApi, ghcr].reduce((sum, { requests }) => sum + requests.length, 0);
      if (done !== seen) looks = 0;
      seen = done;
    }
  }

  async function settle(): Promise<void> {
    await github.settled();
    await quiet();
    const deadline = performance.now() + STUCK;
    for (let step = 1_000; !(await isIdle()); step = Math.min(2 * step, LONGEST_STEP)) {
      if (performance.now() > deadline) throw new Error(`It does not end.\n${log.slice(-5).join("")}`);
      if (dying.size > 0) await bury();
      clocks.pass(step);
      await quiet();
    }
    if (dying.size > 0) await bury();
  }

  /** A new process takes the place of a dead one; after a while, the living find out what the dead had in hand. */
  async function bury(): Promise<void> {
    for (const [at, dead] of dying) {
      await dead;
      workers[at] = await open();
    }
    dying.clear();
    listen();
    const [clock] = await rows<{ now: Date }>("select now()");
    // The living say that they are.
    clocks.pass(10_000);
    await quiet();
    await rows(
      `update pgboss.job set heartbeat_on = heartbeat_on - interval '1 minute'
        where state = 'active' and heartbeat_on < '${clock?.now.toISOString()}'`,
    );
    await rows("update pgboss.queue set monitor_on = null, monitor_claim_on = null");
    await workers[0]?.supervise();
    clocks.pass(2_000);
  }

  return {
    clocks,
    github,
    hub,
    hubApi,
    ghcr,
    pushes,
    log,
    rows,
    settle,
    repository: (name, config) =>
      github.createRepository("acme", name, { files: { ".github/mirror.yml": config } }),
    async sweep(milliseconds) {
      // Turns go by the clock of the database.
      await rows("update ghcr_mirror.sweep set begun_at = null");
      swept = Promise.withResolvers();
      clocks.pass(Math.max(milliseconds, SWEEP_INTERVAL));
      await swept.promise;
      await settle();
    },
    async restart(at) {
      github.setWebhookUrl(workers[1 - at]?.webhooks);
      await workers[at]?.stop();
      workers[at] = await open();
      listen();
    },
    kill(at) {
      const worker = workers[at];
      if (!worker || dying.size > 0) return;
      dying.set(at, worker.kill());
      listen();
    },
    async pause(milliseconds) {
      await Promise.all(workers.map((worker) => worker.stop()));
      clocks.pass(milliseconds);
      for (const at of workers.keys()) workers[at] = await open();
      listen();
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(workers.map((worker) => worker.stop()));
      await Promise.all([github, hub, hubApi, ghcr].map((one) => one.close()));
      await database.close();
      expect(github.violations).toEqual([]);
    },
  };
}
