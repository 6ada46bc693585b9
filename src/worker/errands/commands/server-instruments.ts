import type { Instruments, LastRun } from "../../../doctor/instruments.ts";
import { lookAtRegistries } from "../../../doctor/look-at-registries.ts";
import { probeAsApp } from "../../../doctor/probe-as-app.ts";
import { readAppRights } from "../../../doctor/read-app-rights.ts";
import { withinSight } from "../../../doctor/within-sight.ts";
import { Calls } from "../../../github/client/calls.ts";
import { connectSettings } from "../../../github/client/connect-settings.ts";
import type { Octokit } from "../../../github/client/installation-client.ts";
import type { GitHub } from "../../../github/github.ts";
import type { Place } from "../../../jobs/errand.ts";
import type { State } from "../../../jobs/state.ts";
import { anonymous, type Keychain } from "../../../oci/auth/credential.ts";
import type { Clock } from "../../../oci/clock.ts";
import type { ProxyFor } from "../../../oci/http/proxy/proxy.ts";
import type { RetryPolicy } from "../../../oci/http/retry.ts";
import { InstallationTokens } from "../../../publish/installation-tokens.ts";
import { createRegistries } from "../../../reconcile/registries.ts";

/** Requests to each registry under way at the same time. */
const CONCURRENCY = 4;
/** Somebody waits for it. */
const RETRY: RetryPolicy = { attempts: 2, firstWait: 500, longestWait: 2_000, patience: 5_000 };
/** Runs that are looked through for one that was carried out. */
const MOST_RUNS = 20;

/** What {@link createServerInstruments} stands on. */
export interface ServerInstrumentsOptions {
  readonly github: GitHub;
  /** GitHub as the App itself, or as one of its installations. */
  readonly authenticate: (installation?: number) => Promise<Octokit>;
  readonly state: Pick<State, "runs">;
  /** The registry that is written: what the App's token is shown to. */
  readonly registry: string;
  readonly endpoints: ReadonlyMap<string, URL>;
  readonly proxyFor?: ProxyFor | undefined;
  readonly clock: Clock;
}

/** Makes the instruments of a doctor who looks with the eyes of the App alone, in one repository. Their connections are closed with them. */
export function createServerInstruments(
  options: ServerInstrumentsOptions,
): (place: Place) => Instruments & AsyncDisposable {
  const { github, authenticate, state, registry, endpoints, proxyFor, clock } = options;
  const calls = new Calls(() => clock.now());
  const open = (keychain: Keychain) =>
    createRegistries({ endpoints, keychain, concurrency: CONCURRENCY, clock, proxyFor, retry: RETRY });
  return ({ installation, repository }) => {
    const createToken = (signal: AbortSignal) =>
      github.createToken(
        { installation, repositories: [repository.id], permissions: { packages: "write" } },
        signal,
      );
    const asAnybody = open(anonymous);
    const asApp = open(new InstallationTokens({ createToken, registry, owner: repository.owner, clock }));
    const app = () => authenticate();
    const own = () => authenticate(installation);
    return {
      wanted: readAppRights,
      github: github.installation(installation),
      settings: withinSight({ app: connectSettings({ app, own, calls }) }),
      registry: lookAtRegistries(asAnybody),
      probe: probeAsApp(asApp),
      lastRun: async () => await lastRunOf(state, repository.id),
      [Symbol.asyncDispose]: async () => {
        await Promise.all([asAnybody, asApp].map((registries) => registries[Symbol.asyncDispose]()));
      },
    };
  };
}

/** The last run of the default branch that was carried out. */
async function lastRunOf({ runs }: Pick<State, "runs">, repository: number): Promise<LastRun | undefined> {
  const latest = await runs.latest(repository, null, MOST_RUNS);
  const published = latest.find((run) => run.published !== null)?.published;
  if (!published) return undefined;
  const { report, carrier } = published;
  return { report, ...(carrier.kind === "actions" && { workflowRun: carrier.url }) };
}
