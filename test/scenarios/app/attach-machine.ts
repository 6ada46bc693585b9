import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { COMPILE_CACHE } from "../../../sandbox/compile-cache.ts";
import { createRunner } from "../../../sandbox/github/actions/runner/create-runner.ts";
import type { SandboxGitHub } from "../../../sandbox/github/start-github.ts";
import type { SandboxRegistry } from "../../../sandbox/registry/start-registry.ts";

/** The machine that a house runs its workflows on. */
export interface MachineOptions {
  /** What it adds to the environment of all steps. */
  readonly variables?: Readonly<Record<string, string>>;
  /** By name, of repositories by `owner/name`. They may change while it runs. */
  readonly secrets?: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

const CHECKOUT = join(import.meta.dirname, "../../..");

/** Has a GitHub carry out its workflows for real, with this checkout as the action that they use. To be disposed of after the GitHub. */
export async function attachMachine(
  github: SandboxGitHub,
  registries: Readonly<Record<string, SandboxRegistry>>,
  { variables, secrets }: MachineOptions,
): Promise<AsyncDisposable> {
  const workFolder = await mkdtemp(join(tmpdir(), "ghcr-mirror-runner-"));
  const endpoints = Object.entries(registries).map(([name, { url }]) => `${name}=${url}`);
  const runner = createRunner({
    actions: new Map([["ghcr-mirror/ghcr-mirror", CHECKOUT]]),
    variables: { REGISTRY_ENDPOINTS: endpoints.join(","), NODE_COMPILE_CACHE: COMPILE_CACHE, ...variables },
    ...(secrets && { secrets }),
    workFolder,
    node: dirname(process.execPath),
  });
  github.actions.attach(runner);
  return { [Symbol.asyncDispose]: () => rm(workFolder, { recursive: true }) };
}
