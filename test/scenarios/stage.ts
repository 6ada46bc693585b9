import { dockerHubManners } from "../../sandbox/registry/docker-hub-manners.ts";
import { ghcrManners } from "../../sandbox/registry/ghcr-manners.ts";
import { plainManners } from "../../sandbox/registry/plain-manners.ts";
import {
  type RegistryOptions,
  type SandboxRegistry,
  startRegistry,
} from "../../sandbox/registry/start-registry.ts";
import { parseConfig } from "../../src/config/parse-config.ts";
import type { Keychain } from "../../src/oci/auth/credential.ts";
import { forRegistry } from "../../src/oci/auth/keychain.ts";
import type { Clock } from "../../src/oci/clock.ts";
import type { Timeouts } from "../../src/oci/http/exchange.ts";
import type { AddressGuard } from "../../src/oci/http/guard/address-guard.ts";
import type { RetryPolicy } from "../../src/oci/http/retry.ts";
import { type MirrorOptions, planImages, syncImages } from "../../src/reconcile/mirror.ts";
import { createRegistries } from "../../src/reconcile/registries.ts";
import type { RunEvent, RunReport } from "../../src/reconcile/report.ts";
import { type InstantClock, instantClock } from "./instant-clock.ts";

/** The token that may write to the stage's GHCR. */
export const TOKEN = "ghp_stage";

/** What a run of the stage may be told besides its config. */
export interface RunOptions
  extends Partial<
    Pick<
      MirrorOptions,
      | "only"
      | "concurrency"
      | "signal"
      | "stopping"
      | "owner"
      | "share"
      | "history"
      | "looks"
      | "quarantine"
      | "pulls"
    >
  > {
  /** Default `ghcr.io`. */
  readonly registry?: string;
  /** Default: {@link TOKEN} for ghcr.io. */
  readonly keychain?: Keychain;
  readonly retry?: RetryPolicy;
  readonly timeouts?: Timeouts;
  /** Default: none. */
  readonly guard?: AddressGuard;
  /** Default: the stage's own, on which nobody waits. */
  readonly clock?: Clock;
  /** Where other registries answer, by name. */
  readonly endpoints?: Readonly<Record<string, string>>;
  readonly onEvent?: (event: RunEvent) => void;
}

/** Two registries, and a mirror between them. Each run starts afresh, as a new process would. */
export interface Stage extends AsyncDisposable {
  /** `docker.io` in configs. */
  readonly hub: SandboxRegistry;
  /** `ghcr.io` in configs. */
  readonly ghcr: SandboxRegistry;
  readonly clock: InstantClock;
  /** Syncs what the lines under `mirrors:` say, below the owner `acme`. */
  sync(mirrors: string, options?: RunOptions): Promise<RunReport>;
  /** Plans the same. */
  plan(mirrors: string, options?: RunOptions): Promise<RunReport>;
  /** Forgets the requests that were made so far, on both sides. */
  forget(): void;
}

/** Sets up a Docker Hub and a GHCR, each with its manners, unless options say otherwise. */
export async function setStage(
  hubOptions: RegistryOptions = {},
  ghcrOptions: RegistryOptions = {},
): Promise<Stage> {
  const users = { acme: TOKEN };
  const hub = await startRegistry({ manners: dockerHubManners(), ...hubOptions });
  const ghcr = await startRegistry({
    manners: ghcrManners(),
    auth: { kind: "token", users },
    ...ghcrOptions,
  });
  const ownClock = instantClock();
  const run = async (work: typeof syncImages, mirrors: string, options: RunOptions = {}) => {
    const { only = [], concurrency = 16, owner = "acme", registry = "ghcr.io", onEvent = () => {} } = options;
    const { signal = new AbortController().signal, stopping, retry, timeouts, endpoints = {} } = options;
    const { clock = ownClock, guard, share, history, looks, quarantine, pulls } = options;
    const { keychain = forRegistry("ghcr.io", { kind: "password", username: "acme", password: TOKEN }) } =
      options;
    await using registries = createRegistries({
      endpoints: new Map([
        ["docker.io", new URL(hub.url)],
        ["ghcr.io", new URL(ghcr.url)],
        ...Object.entries(endpoints).map(([name, url]) => [name, new URL(url)] as const),
      ]),
      keychain,
      concurrency,
      clock,
      ...(timeouts && { timeouts }),
      guard,
      onEvent,
      ...(retry && { retry }),
    });
    const config = configOf(mirrors);
    return await work({
      config,
      owner,
      registry,
      registries,
      only,
      concurrency,
      signal,
      ...(stopping && { stopping }),
      share,
      history,
      looks,
      quarantine,
      pulls,
      onEvent,
      now: clock.now,
    });
  };
  return {
    hub,
    ghcr,
    clock: ownClock,
    sync: (mirrors, options) => run(syncImages, mirrors, options),
    plan: (mirrors, options) => run(planImages, mirrors, options),
    forget: () => {
      hub.resetRequests();
      ghcr.resetRequests();
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([hub.close(), ghcr.close()]);
    },
  };
}

/** Two registries without peculiarities, under the same names. */
export function setPlainStage(): Promise<Stage> {
  return setStage({ manners: plainManners() }, { manners: plainManners(), auth: { kind: "none" } });
}

function configOf(mirrors: string) {
  const { config, problems } = parseConfig(`version: 1\nmirrors:\n${mirrors}\n`);
  if (!config) throw new Error(problems.map(({ message }) => message).join("; "));
  return config;
}
