import type { ProbotOctokit } from "probot";
import { AppOctokit } from "../github/client/app-octokit.ts";
import { type CreateToken, connectAs, type GitHubCredential } from "../github/client/connect-as.ts";
import type { RepositoryName } from "../github/github.ts";
import { createLog } from "../observe/log.ts";
import { anonymous, type Keychain } from "../oci/auth/credential.ts";
import { systemClock } from "../oci/clock.ts";
import type { ProxyFor } from "../oci/http/proxy/proxy.ts";
import type { RetryPolicy } from "../oci/http/retry.ts";
import { InstallationTokens } from "../publish/installation-tokens.ts";
import { createRegistries, type Registries } from "../reconcile/registries.ts";
import { patientFetch } from "../server/patient-fetch.ts";
import type { Instruments } from "./instruments.ts";
import { lookAtRegistries } from "./look-at-registries.ts";
import { OutOfSight } from "./out-of-sight.ts";
import { probeAsApp } from "./probe-as-app.ts";
import { readAppRights } from "./read-app-rights.ts";
import { readLastRun } from "./read-last-run.ts";
import { withinSight } from "./within-sight.ts";

/** Requests to each registry under way at the same time. */
const CONCURRENCY = 4;
/** Somebody waits for it. */
const RETRY: RetryPolicy = { attempts: 2, firstWait: 500, longestWait: 2_000, patience: 5_000 };

/** What {@link openInstruments} stands on. */
export interface InstrumentsOptions {
  readonly repository: RepositoryName;
  /** The registry that is written: what the App's token is shown to. */
  readonly registry: string;
  /** The App's credentials, a token, or both: each shows what the other does not. */
  readonly app?: Omit<Extract<GitHubCredential, { kind: "app" }>, "kind"> | undefined;
  readonly token?: string | undefined;
  readonly githubApiUrl: string;
  /** Where registry names really answer. */
  readonly endpoints: ReadonlyMap<string, URL>;
  /** Through which proxies registries are asked. Default: straight. */
  readonly proxyFor?: ProxyFor | undefined;
  /** Default: one that keeps to GitHub's limits. */
  readonly Octokit?: typeof ProbotOctokit;
}

/** Instruments of a process of their own, without the state of a server. Their connections are closed with them. */
export function openInstruments(options: InstrumentsOptions): Instruments & AsyncDisposable {
  const { repository, registry, app, token, githubApiUrl, Octokit = AppOctokit } = options;
  const log = createLog({ level: "silent" });
  const address = { apiUrl: githubApiUrl, Octokit, fetch: patientFetch, log };
  const connect = (credential: GitHubCredential) => connectAs(credential, repository, address);
  const views = {
    app: app && connect({ kind: "app", ...app }),
    token: token === undefined ? undefined : connect({ kind: "token", token }),
  };
  const github = (views.app ?? views.token)?.github;
  if (!github) throw new TypeError("neither the App's credentials nor a token is given");
  const asAnybody = openRegistries(options, anonymous);
  const createToken = views.app?.createToken;
  const asApp = createToken && openRegistries(options, appTokens(options, createToken));
  return {
    wanted: readAppRights,
    github,
    settings: withinSight({ app: views.app?.settings, token: views.token?.settings }),
    registry: lookAtRegistries(asAnybody),
    probe: asApp ? probeAsApp(asApp) : refuseToProbe,
    lastRun: (_, signal) => readLastRun(github, repository, registry, signal),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([asAnybody, asApp].map((registries) => registries?.[Symbol.asyncDispose]()));
    },
  };
}

function openRegistries({ endpoints, proxyFor }: InstrumentsOptions, keychain: Keychain): Registries {
  const [concurrency, clock, retry] = [CONCURRENCY, systemClock, RETRY];
  return createRegistries({ endpoints, keychain, concurrency, clock, proxyFor, retry });
}

/** As narrow as those that the server publishes with. */
function appTokens({ registry, repository }: InstrumentsOptions, create: CreateToken): Keychain {
  const createToken = (signal: AbortSignal) => create({ packages: "write" }, signal);
  return new InstallationTokens({ createToken, registry, owner: repository.owner, clock: systemClock });
}

async function refuseToProbe(): Promise<never> {
  throw new OutOfSight(
    "Whether the registry takes the App's own token can be tried by the App only.",
    "Run it with the App's credentials, `APP_ID` and `PRIVATE_KEY`, as the server has them.",
  );
}
