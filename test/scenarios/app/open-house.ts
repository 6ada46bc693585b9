import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import type { PGlite } from "@electric-sql/pglite";
import { ProbotOctokit } from "probot";
import { expect } from "vitest";
import { parse } from "yaml";
import { connectPackages } from "../../../sandbox/connect-packages.ts";
import type { AppManifest } from "../../../sandbox/github/app-manifest.ts";
import type { CheckRun } from "../../../sandbox/github/repositories/checks/check-run.ts";
import type { Files } from "../../../sandbox/github/repositories/git/file-content.ts";
import type { Repository } from "../../../sandbox/github/repositories/repository.ts";
import { type SandboxGitHub, startGitHub } from "../../../sandbox/github/start-github.ts";
import {
  type HubApiOptions,
  type SandboxHubApi,
  startHubApi,
} from "../../../sandbox/hub-api/start-hub-api.ts";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import { packagesTokens } from "../../../sandbox/packages-tokens.ts";
import { type DockerHubOptions, dockerHubManners } from "../../../sandbox/registry/docker-hub-manners.ts";
import { ghcrManners } from "../../../sandbox/registry/ghcr-manners.ts";
import type { Manners } from "../../../sandbox/registry/manners.ts";
import { type SandboxRegistry, startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { embeddedDatabase } from "../../../src/jobs/open-embedded.ts";
import { stateOf } from "../../../src/jobs/open-state.ts";
import type { JobHandlers } from "../../../src/jobs/state.ts";
import { createLog } from "../../../src/observe/log.ts";
import type { Digest } from "../../../src/oci/digest.ts";
import type { Paces } from "../../../src/oci/registry/paces.ts";
import { openApp } from "../../../src/open-app.ts";
import type { PublisherMode } from "../../../src/publish/publisher-mode.ts";
import { serveApp } from "../../../src/server/serve-app.ts";
import { DEFAULT_ACTION } from "../../../src/workflow/workflow-file.ts";
import { ManualClock } from "../../jobs/manual-clock.ts";
import { givePglite, takePglite } from "../../jobs/test-database.ts";
import { TEST_OPTIONS } from "../../jobs/test-options.ts";
import { attachMachine, type MachineOptions } from "./attach-machine.ts";
import { configOf } from "./config-of.ts";

/** `app.yml` */
export const MANIFEST = parse(
  readFileSync(new URL("../../../app.yml", import.meta.url), "utf8"),
) as AppManifest;

const WEBHOOK_SECRET = "webhook-secret-of-the-house-0123456789";
/** Milliseconds after which a test that waits for something is told so. */
const PATIENCE = 10_000;
/** Milliseconds between two looks of a test that waits. */
const LOOK = 20;
const SWEEP_INTERVAL = 5 * 60_000;
const ENOUGH = 1_000_000;
const ROOMY = { perHour: ENOUGH, contentPerMinute: ENOUGH, contentPerHour: ENOUGH, pointsPerMinute: ENOUGH };

/** Time stands still in a house: what waits for its turn would wait for ever. */
const UNPACED: Paces = { of: () => undefined };

/** How a house differs from others. */
export interface HouseOptions {
  /** The organization (default `acme`). */
  readonly owner?: string;
  /** Who carries the bytes (default: the App). */
  readonly publisher?: PublisherMode;
  /** What runs workflows. Without one they stay in the queue, and a test drives them. */
  readonly machine?: MachineOptions;
  /** Those of Docker Hub: password by user name. */
  readonly accounts?: Readonly<Record<string, string>>;
  /** Of the Docker Hub stand-in. */
  readonly dockerHub?: DockerHubOptions;
  /** Of the API that lists its tags; `false`: there is none, and nothing is mapped to it. */
  readonly hubApi?: Partial<HubApiOptions> | false;
  /** Of the GHCR stand-in. */
  readonly ghcr?: Partial<Manners>;
  /** What the App asks for (default: `app.yml`). */
  readonly manifest?: AppManifest;
  /** Runs at a time (default 2). */
  readonly workerConcurrency?: number;
  /** Tries of a job (default 3), with no pause between them. */
  readonly tries?: number;
  /** Pulls that are left to people (default 20). */
  readonly pullReserve?: number;
  /** When its clock starts, in milliseconds since the epoch (default: now). */
  readonly now?: number;
}

/** A GitHub where the App is installed on an organization, a Docker Hub, a GHCR, and the App itself, in this process. */
export interface House extends AsyncDisposable {
  readonly github: SandboxGitHub;
  /** `docker.io` in configs. */
  readonly hub: SandboxRegistry;
  /** `hub.docker.com`: it lists the tags of `hub`. Throws where the house has none. */
  readonly hubApi: SandboxHubApi;
  /** `ghcr.io` in configs. */
  readonly ghcr: SandboxRegistry;
  /** The App's time, and that of the registries. It stands still. GitHub has the machine's, for it judges JWTs by it. */
  readonly clock: ManualClock;
  /** Where the App answers. */
  readonly url: string;
  /** The App on the organization, of which it sees all repositories. */
  readonly installation: number;
  /** Every line logged so far. */
  readonly log: () => string;
  /** What the App has shown to GitHub as `Authorization`. */
  readonly credentials: ReadonlySet<string>;
  /** Tokens that GHCR accepts no longer. */
  readonly expired: Set<string>;
  /** A repository of the organization with these files, and the first look at it. */
  repository(name: string, files?: Files): Promise<Repository>;
  /** Puts an image, made from a seed, under a tag of Docker Hub. */
  stock(name: string, tag: string, seed?: string): Digest;
  /** Pushes a config with these lines under `mirrors:`, and resolves with its check run when everything has come to its end. */
  apply(repository: Repository, ...mirrors: readonly string[]): Promise<CheckRun | undefined>;
  /** Asks the database of the App. */
  rows<Row>(query: string): Promise<Row[]>;
  /** Resolves when `condition` holds; rejects when it does not come to that. Time does not pass, unless `seconds` go by between two looks. */
  until(condition: () => unknown, seconds?: number): Promise<void>;
  /** Resolves when no delivery is under way and every run and errand has come to its end. */
  settled(seconds?: number): Promise<void>;
  /** Lets so many milliseconds pass (default: five minutes), and the one sweep that is due then come to its end. */
  sweep(milliseconds?: number): Promise<void>;
  /** Ends the process that the App is in, and begins another one on the same state, so many milliseconds later (default: at once). */
  restart(milliseconds?: number): Promise<void>;
}

/** Opens a house. Disposing expects that the sandbox itself kept GitHub's contract. */
export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const { owner = "acme", manifest = MANIFEST, workerConcurrency = 2, tries = 3 } = options;
  const { publisher = "app", machine, accounts = {} } = options;
  const clock = new ManualClock(options.now ?? Date.now());
  const github = await startGitHub({
    app: { manifest, webhookSecret: WEBHOOK_SECRET },
    limits: ROOMY,
  });
  const expired = new Set<string>();
  const verify = packagesTokens(github);
  const hub = await startRegistry({
    manners: dockerHubManners(options.dockerHub),
    auth: { kind: "token", users: accounts },
    now: () => clock.now(),
  });
  const hubApi =
    options.hubApi === false
      ? undefined
      : await startHubApi({ store: hub.store, now: () => clock.now(), ...options.hubApi });
  // Whoever wants to know how many pulls are left asks for it.
  pushImage(hub.store, "ratelimitpreview/test", "latest", generateImage({ seed: "preview" }));
  const ghcr = await startRegistry({
    manners: ghcrManners(options.ghcr),
    auth: { kind: "token", verify: (token) => (expired.has(token) ? undefined : verify(token)) },
    now: () => clock.now(),
  });
  connectPackages(github, ghcr);
  const hosts = { "docker.io": hub, "ghcr.io": ghcr, ...(hubApi && { "hub.docker.com": hubApi }) };
  const runner = machine && (await attachMachine(github, hosts, machine));
  const lines: string[] = [];
  const log = createLog({ level: "trace", destination: { write: (line) => lines.push(line) } });
  const credentials = new Set<string>();
  const fetch = recordingFetch(credentials);
  // It spaces no requests and waits for no limit, so that nobody waits.
  const Octokit = ProbotOctokit.defaults((options: object) => ({
    ...options,
    throttle: { enabled: false },
    retry: { enabled: false },
    request: { fetch },
  }));
  const settings = {
    host: "127.0.0.1",
    port: 0,
    githubApiUrl: github.url,
    webhookProxyUrl: undefined,
    logLevel: "trace",
    isProduction: true,
    appId: github.app.id,
    privateKey: github.app.privateKey,
    webhookSecret: WEBHOOK_SECRET,
    dataDir: "",
    databaseUrl: undefined,
    registryHost: "ghcr.io",
    registryEndpoints: Object.entries(hosts).map(([name, { url }]) => [name, new URL(url)] as const),
    // The token service and the storage of Docker Hub have ports of their own.
    allowSourceHosts: ["127.0.0.1"],
    proxyFor: undefined,
    publisher,
    actionReference: DEFAULT_ACTION,
    workerConcurrency,
    shutdownTimeout: 0,
    pullReserve: options.pullReserve ?? 20,
  } as const;
  const pglite = await takePglite();
  let swept = Promise.withResolvers<void>();

  async function startApp() {
    const kept = await stateOf(
      { ...embeddedDatabase(pglite), close: async () => {} },
      {
        ...TEST_OPTIONS,
        retry: { tries, firstPause: 0, longestPause: 0 },
        workerConcurrency,
        pullReserve: settings.pullReserve,
        clock,
        log,
      },
    );
    const start = (handlers: JobHandlers) =>
      kept.queue.start({
        ...handlers,
        sweep: (context) => handlers.sweep(context).finally(() => swept.resolve()),
      });
    const state = { ...kept, queue: { ...kept.queue, start } };
    const controller = new AbortController();
    const ready = Promise.withResolvers<string>();
    swept = Promise.withResolvers();
    const ended = serveApp({
      settings,
      log,
      Octokit,
      about: "The house",
      openApp: (probot) => openApp({ settings, log, probot, clock, paces: UNPACED, state }),
      onReady: ready.resolve,
      signal: controller.signal,
      now: () => performance.now(),
    });
    const url = (await Promise.race([ready.promise, ended.then(() => ready.promise)])).replace(
      "localhost",
      "127.0.0.1",
    );
    github.setWebhookUrl(`${url}/api/github/webhooks`);
    await swept.promise;
    const stop = async () => {
      controller.abort();
      await ended;
    };
    return { url, stop };
  }

  async function until(condition: () => unknown, seconds = 0): Promise<void> {
    const deadline = performance.now() + PATIENCE;
    while (!(await condition())) {
      if (performance.now() > deadline)
        throw new Error(`It did not come to this: ${condition}\n${lines.slice(-5).join("")}`);
      // Each look costs statements, and each step of the clock makes the queues look, too.
      await wait(LOOK);
      if (seconds > 0) clock.advance(seconds * 1000 * (LOOK / 5));
    }
  }

  async function apply(repository: Repository, ...mirrors: readonly string[]) {
    const sha = await repository.commit({ files: configOf(...mirrors) });
    await until(isIdle);
    return repository.checks.runsOf(sha).at(-1);
  }

  github.createOrganization(owner);
  let app = await startApp();
  const installation = github.install(owner, "all");
  const rows = <Row>(query: string) => rowsOf<Row>(pglite, query);
  const isIdle = async () => {
    await github.settled();
    const [open] = await rows<{ runs: number; errands: number }>(
      `select (select count(*) from ghcr_mirror.runs where state <> 'concluded')::int as runs,
        (select count(*) from ghcr_mirror.errands where parked_for is null)::int as errands`,
    );
    return open?.runs === 0 && open.errands === 0;
  };
  return {
    github,
    hub,
    get hubApi() {
      if (!hubApi) throw new Error("This house has no API of Docker Hub");
      return hubApi;
    },
    ghcr,
    clock,
    installation,
    credentials,
    expired,
    get url() {
      return app.url;
    },
    log: () => lines.join(""),
    async repository(name, files = { "README.md": "Hello" }) {
      const repository = await github.createRepository(owner, name, { files });
      await until(isIdle);
      return repository;
    },
    stock: (name, tag, seed = `${name}:${tag}`) =>
      pushImage(hub.store, name, tag, generateImage({ seed })).digest,
    apply,
    rows,
    until,
    settled: (seconds) => until(isIdle, seconds),
    async sweep(milliseconds = SWEEP_INTERVAL) {
      // Turns go by the clock of the database.
      await pglite.exec("update ghcr_mirror.sweep set begun_at = null");
      swept = Promise.withResolvers();
      clock.advance(milliseconds);
      await swept.promise;
    },
    async restart(milliseconds = 0) {
      await app.stop();
      clock.advance(milliseconds);
      app = await startApp();
    },
    async [Symbol.asyncDispose]() {
      await app.stop();
      await Promise.all([github, hub, hubApi, ghcr].map((one) => one?.close()));
      await runner?.[Symbol.asyncDispose]();
      givePglite(pglite);
      expect(github.violations).toEqual([]);
    },
  };
}

async function rowsOf<Row>(pglite: PGlite, query: string): Promise<Row[]> {
  return (await pglite.query<Row>(query)).rows;
}

function recordingFetch(credentials: Set<string>): typeof fetch {
  return (input, init) => {
    const given = new Headers(init?.headers).get("authorization");
    if (given) credentials.add(given);
    return fetch(input, init);
  };
}
