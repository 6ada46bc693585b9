import { anonymous, type Keychain } from "../../src/oci/auth/credential.ts";
import type { Clock } from "../../src/oci/clock.ts";
import type { RegistryError } from "../../src/oci/error.ts";
import { createAgent, type Timeouts } from "../../src/oci/http/exchange.ts";
import type { Pacer } from "../../src/oci/http/pacer.ts";
import type { RetryPolicy } from "../../src/oci/http/retry.ts";
import { Wire } from "../../src/oci/http/wire/wire.ts";
import { Registry } from "../../src/oci/registry/registry.ts";
import { flyingClock } from "./clocks.ts";

export interface ClientOptions {
  /** Default: the host of the address. */
  readonly name?: string;
  readonly keychain?: Keychain;
  readonly clock?: Clock;
  readonly retry?: Partial<RetryPolicy>;
  readonly timeouts?: Partial<Timeouts>;
  readonly pacer?: Pacer | undefined;
  readonly onWait?: (milliseconds: number, why: RegistryError) => void;
}

/** Three tries, without any time passing between them. */
const RETRY: RetryPolicy = { attempts: 3, firstWait: 100, longestWait: 400, patience: 60_000 };
const TIMEOUTS: Timeouts = { connect: 2_000, headers: 5_000, body: 5_000 };

/** A registry client for `url`, with connections of its own. */
export function openClient(url: string, options: ClientOptions = {}): Registry & AsyncDisposable {
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  const agent = createAgent(8, timeouts);
  const wire = new Wire(timeouts);
  const endpoint = new URL(url);
  const registry = new Registry({
    name: options.name ?? endpoint.host,
    endpoint,
    dispatcher: agent,
    wire,
    keychain: options.keychain ?? anonymous,
    clock: options.clock ?? flyingClock(Date.now()),
    random: () => 0,
    pacer: options.pacer,
    retry: { ...RETRY, ...options.retry },
    ...(options.onWait && { onWait: options.onWait }),
  });
  return Object.assign(registry, {
    [Symbol.asyncDispose]: async () => {
      wire.close();
      await agent.destroy();
    },
  });
}

/** A keychain that has one password for everything. */
export function loginAs(username: string, password: string): Keychain {
  return { resolve: async () => ({ kind: "password", username, password }) };
}
