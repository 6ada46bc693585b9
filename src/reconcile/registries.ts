import type { Keychain } from "../oci/auth/credential.ts";
import type { Clock } from "../oci/clock.ts";
import { createAgent, DEFAULT_TIMEOUTS, type Timeouts } from "../oci/http/exchange.ts";
import type { AddressGuard } from "../oci/http/guard/address-guard.ts";
import { isLoopback } from "../oci/http/loopback.ts";
import type { ProxyFor } from "../oci/http/proxy/proxy.ts";
import type { RetryPolicy } from "../oci/http/retry.ts";
import { Wire } from "../oci/http/wire/wire.ts";
import { createPaces, type Paces } from "../oci/registry/paces.ts";
import type { PullLimit } from "../oci/registry/pull-limit.ts";
import { Registry } from "../oci/registry/registry.ts";
import type { RunEvent } from "./report.ts";

/** The registries of a run, by the name that references give them. */
export interface Registries extends AsyncDisposable {
  get(name: string): Registry;
  /** What they last said of their pull limits: those that have one and were asked. */
  pullLimits(): readonly PullLimit[];
}

/** What {@link createRegistries} stands on. */
export interface RegistriesOptions {
  /** Where a registry name really answers; all others are found by their name. */
  readonly endpoints: ReadonlyMap<string, URL>;
  readonly keychain: Keychain;
  /** Requests under way at the same time, for each registry. */
  readonly concurrency: number;
  readonly clock: Clock;
  readonly timeouts?: Timeouts;
  readonly retry?: RetryPolicy;
  /** Decides where connections may go. Without one they go wherever a config says. */
  readonly guard?: AddressGuard | undefined;
  /** Through which proxies they go. Without it they go straight. */
  readonly proxyFor?: ProxyFor | undefined;
  /** Keeps what is asked within the rates of registries, for all runs that share it. Default: one of its own. */
  readonly paces?: Paces | undefined;
  readonly onEvent?: (event: RunEvent) => void;
}

/** Makes registries as they are asked for, all over one pool of connections, which is closed with them. */
export function createRegistries(options: RegistriesOptions): Registries {
  const {
    endpoints,
    keychain,
    concurrency,
    clock,
    timeouts = DEFAULT_TIMEOUTS,
    retry,
    guard,
    proxyFor,
    paces = createPaces(clock),
    onEvent,
  } = options;
  const network = { guard, proxyFor };
  const agent = createAgent(concurrency, timeouts, network);
  const wire = new Wire(timeouts, network);
  const registries = new Map<string, Registry>();
  const create = (name: string): Registry =>
    new Registry({
      name,
      endpoint: endpoints.get(name) ?? defaultEndpoint(name),
      dispatcher: agent,
      wire,
      keychain,
      clock,
      pacer: paces.of(name),
      ...(retry && { retry }),
      onWait: (milliseconds, why) => {
        onEvent?.({ type: "waiting", registry: name, milliseconds, why: why.registryMessage ?? why.message });
      },
    });
  return {
    get(name) {
      const registry = registries.get(name) ?? create(name);
      registries.set(name, registry);
      return registry;
    },
    pullLimits: () => [...registries.values()].flatMap(({ pullLimit }) => pullLimit ?? []),
    // What is still under way has nobody left who waits for it.
    [Symbol.asyncDispose]: async () => {
      wire.close();
      await agent.destroy();
    },
  };
}

/** HTTPS at the name itself; Docker Hub answers elsewhere; this machine is asked without TLS, as Docker does. */
function defaultEndpoint(name: string): URL {
  if (name === "docker.io") return new URL("https://registry-1.docker.io");
  const https = new URL(`https://${name}`);
  return isLoopback(https.hostname) ? new URL(`http://${name}`) : https;
}
