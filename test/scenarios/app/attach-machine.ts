import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { COMPILE_CACHE } from "../../../sandbox/compile-cache.ts";
import type { Job } from "../../../sandbox/github/actions/job.ts";
import { createRunner } from "../../../sandbox/github/actions/runner/create-runner.ts";
import type { SandboxGitHub } from "../../../sandbox/github/start-github.ts";
import type { SandboxRegistry } from "../../../sandbox/registry/start-registry.ts";

/** The machines that a house runs its workflows on. */
export interface MachineOptions {
  /**
   * Where the registries see them (default: one address, which is not that of the App). Each job is on the next one, and after the last
   * it begins again.
   */
  readonly addresses?: readonly [string, ...string[]];
  /** What it adds to the environment of all steps. */
  readonly variables?: Readonly<Record<string, string>>;
  /** By name, of repositories by `owner/name`. They may change while it runs. */
  readonly secrets?: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

const CHECKOUT = join(import.meta.dirname, "../../..");

/** The address of the jobs where none is given. */
export const RUNNER_ADDRESS = "198.51.100.7";

/** Anything that is there for who comes from another address: a registry, or the API of Docker Hub. */
type Reachable = Pick<SandboxRegistry, "openDoor">;

/** Has a GitHub carry out its workflows for real, with this checkout as the action that they use. To be disposed of after the GitHub. */
export async function attachMachine(
  github: SandboxGitHub,
  reachable: Readonly<Record<string, Reachable>>,
  { addresses = [RUNNER_ADDRESS], variables, secrets }: MachineOptions,
): Promise<AsyncDisposable> {
  const workFolder = await mkdtemp(join(tmpdir(), "ghcr-mirror-runner-"));
  const endpoints = await Promise.all(addresses.map((address) => endpointsFrom(address, reachable)));
  const seats = new Map<Job, string | undefined>();
  const endpointsOf = (job: Job) => {
    if (!seats.has(job)) seats.set(job, endpoints[seats.size % endpoints.length]);
    return seats.get(job) ?? "";
  };
  const runner = createRunner({
    actions: new Map([["ghcr-mirror/ghcr-mirror", CHECKOUT]]),
    variables: (job) => ({
      REGISTRY_ENDPOINTS: endpointsOf(job),
      NODE_COMPILE_CACHE: COMPILE_CACHE,
      ...variables,
    }),
    ...(secrets && { secrets }),
    workFolder,
    node: dirname(process.execPath),
  });
  github.actions.attach(runner);
  return { [Symbol.asyncDispose]: () => rm(workFolder, { recursive: true }) };
}

/** `REGISTRY_ENDPOINTS` of a machine at this address. */
async function endpointsFrom(
  address: string,
  reachable: Readonly<Record<string, Reachable>>,
): Promise<string> {
  const entries = Object.entries(reachable);
  return (
    await Promise.all(entries.map(async ([name, it]) => `${name}=${await it.openDoor(address)}`))
  ).join();
}
