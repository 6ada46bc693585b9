import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { COMPILE_CACHE } from "../compile-cache.ts";
import { connectPackages } from "../connect-packages.ts";
import { createRunner } from "../github/actions/runner/create-runner.ts";
import type { WorkflowRun } from "../github/actions/workflow-run.ts";
import type { Repository } from "../github/repositories/repository.ts";
import { type SandboxGitHub, startGitHub } from "../github/start-github.ts";
import type { Account } from "../github/world.ts";
import { startHubApi } from "../hub-api/start-hub-api.ts";
import { packagesTokens } from "../packages-tokens.ts";
import { dockerHubManners } from "../registry/docker-hub-manners.ts";
import { ghcrManners } from "../registry/ghcr-manners.ts";
import { type SandboxRegistry, startRegistry } from "../registry/start-registry.ts";
import { AppProcess } from "./app-process.ts";
import { coldRunner } from "./cold-runner.ts";
import { stockDockerHub, stockGhcr } from "./stock.ts";

/** Everything that the story is played with. It is there for one story; whoever opens it disposes of it. */
export interface Scene extends AsyncDisposable {
  readonly github: SandboxGitHub;
  /** `acme/mirrors`, with the App installed. */
  readonly repository: Repository;
  /** Of that repository. */
  readonly maintainer: Account;
  /** May read it, as everybody. */
  readonly stranger: Account;
  readonly hub: SandboxRegistry;
  readonly ghcr: SandboxRegistry;
  readonly app: AppProcess;
  /** Milliseconds that the App took to be ready. */
  readonly startTime: number;
}

/** Where the config of the repository is. */
export const CONFIG_PATH = ".github/mirror.yml";

const ROOT = join(import.meta.dirname, "../..");
/** What workflows call this checkout. */
const ACTION = "ghcr-mirror/ghcr-mirror";

/**
 * Opens GitHub with a runner for its workflows, a Docker Hub, a GHCR that takes no token of an App, and the App, in a temporary folder
 * and on ports that are free.
 */
export async function openScene(pullLimit: number, signal: AbortSignal): Promise<Scene> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(temporaryFolder()).path;
  const webhookSecret = randomBytes(32).toString("hex");
  const manifest = parse(readFileSync(join(ROOT, "app.yml"), "utf8"));
  const github = stack.use(await startGitHub({ app: { manifest, webhookSecret } }));
  const hub = stack.use(await startRegistry({ manners: dockerHubManners({ limit: pullLimit }) }));
  const hubApi = stack.use(await startHubApi({ store: hub.store }));
  const ghcr = stack.use(
    await startRegistry({
      manners: ghcrManners({ refuseInstallationTokens: true }),
      auth: { kind: "token", verify: packagesTokens(github) },
    }),
  );
  connectPackages(github, ghcr);
  stockDockerHub(hub.store);
  stockGhcr(ghcr.store);
  const common = {
    REGISTRY_ENDPOINTS: `docker.io=${hub.url},hub.docker.com=${hubApi.url},ghcr.io=${ghcr.url}`,
    NODE_COMPILE_CACHE: COMPILE_CACHE,
  };
  const runner = createRunner({
    actions: new Map([[ACTION, ROOT]]),
    variables: common,
    workFolder: folder,
    node: dirname(process.execPath),
  });
  stack.defer(() => github.actions.close());

  const begun = performance.now();
  const app = stack.use(
    await AppProcess.start({
      folder,
      signal,
      environment: {
        APP_ID: `${github.app.id}`,
        PRIVATE_KEY: github.app.privateKey,
        WEBHOOK_SECRET: webhookSecret,
        GITHUB_API_URL: github.url,
        PUBLISHER: "auto",
        ...common,
        // What it has still to say when it is stopped need not be waited for.
        SHUTDOWN_TIMEOUT: "1s",
        // The token service of the Docker Hub here has an address of its own.
        ALLOW_SOURCE_HOSTS: "127.0.0.1",
      },
    }),
  );
  const startTime = performance.now() - begun;

  github.setWebhookUrl(`${app.url}/api/github/webhooks`);
  github.createOrganization("acme");
  const repository = await github.createRepository("acme", "mirrors", {
    files: { "README.md": "# What acme mirrors\n" },
  });
  const [maintainer, stranger] = [github.createUser("maintainer"), github.createUser("stranger")];
  repository.setRole(maintainer.login, "maintain");
  github.actions.attach(coldRunner(runner, isSaidToWait));
  github.install("acme", "all");
  await github.settled();
  const parts = stack.move();
  const people = { maintainer, stranger };
  const dispose = () => parts.disposeAsync();
  return { github, repository, ...people, hub, ghcr, app, startTime, [Symbol.asyncDispose]: dispose };
}

function isSaidToWait({ repository, headSha }: WorkflowRun): boolean {
  return repository.checks.runsOf(headSha).some(({ title }) => title?.startsWith("Waiting for a runner"));
}

/** A folder that goes with its owner, also where the process is ended by a second Ctrl-C. */
function temporaryFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), "ghcr-mirror-demo-"));
  const remove = () => rmSync(path, { recursive: true, force: true });
  process.once("exit", remove);
  return {
    path,
    [Symbol.dispose]: () => {
      process.off("exit", remove);
      remove();
    },
  };
}
