import { plainManners } from "../../sandbox/registry/plain-manners.ts";
import {
  type RegistryOptions,
  type SandboxRegistry,
  startRegistry,
} from "../../sandbox/registry/start-registry.ts";
import { anonymous } from "../../src/oci/auth/credential.ts";
import type { Repository } from "../../src/oci/registry/repository.ts";
import { createRegistries } from "../../src/reconcile/registries.ts";
import { instantClock } from "../scenarios/instant-clock.ts";

/** A source and a destination, each with its registry behind it. */
export interface Pair extends AsyncDisposable {
  readonly from: SandboxRegistry;
  readonly to: SandboxRegistry;
  /** `from.example/library/app` unless another is named. */
  source(repository?: string): Repository;
  /** `to.example/acme/app` unless another is named. */
  destination(repository?: string): Repository;
}

/** Starts two plain registries, or such as the options say. */
export async function startPair(from: RegistryOptions = {}, to: RegistryOptions = {}): Promise<Pair> {
  const registries = [
    await startRegistry({ manners: plainManners(), ...from }),
    await startRegistry({ manners: plainManners(), ...to }),
  ] as const;
  const client = createRegistries({
    endpoints: new Map([
      ["from.example", new URL(registries[0].url)],
      ["to.example", new URL(registries[1].url)],
    ]),
    keychain: anonymous,
    concurrency: 16,
    clock: instantClock(),
    retry: { attempts: 2, firstWait: 1, longestWait: 1, patience: 1_000 },
  });
  return {
    from: registries[0],
    to: registries[1],
    source: (repository = "library/app") => client.get("from.example").source(repository),
    destination: (repository = "acme/app") => client.get("to.example").destination(repository),
    [Symbol.asyncDispose]: async () => {
      await client[Symbol.asyncDispose]();
      await Promise.all(registries.map((registry) => registry.close()));
    },
  };
}

/** A signal that nobody aborts. */
export const calm = new AbortController().signal;
