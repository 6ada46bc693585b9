import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import type { Repository } from "../github/repositories/repository.ts";
import { type SandboxGitHub, startGitHub } from "../github/start-github.ts";
import { packagesTokens } from "../packages-tokens.ts";
import { dockerHubManners } from "../registry/docker-hub-manners.ts";
import { ghcrManners } from "../registry/ghcr-manners.ts";
import { type SandboxRegistry, startRegistry } from "../registry/start-registry.ts";
import { AppProcess } from "./app-process.ts";
import { stockDockerHub } from "./docker-hub-images.ts";

/** Everything that the story is played with. It is there for one story; whoever opens it disposes of it. */
export interface Scene extends AsyncDisposable {
  readonly github: SandboxGitHub;
  /** `acme/mirrors`, with the App installed. */
  readonly repository: Repository;
  readonly hub: SandboxRegistry;
  readonly ghcr: SandboxRegistry;
  readonly app: AppProcess;
  /** Milliseconds that the App took to be ready. */
  readonly startTime: number;
}

const MANIFEST = join(import.meta.dirname, "../../app.yml");

/** Opens GitHub, two registries and the App, in a temporary folder and on ports that are free. */
export async function openScene(pullLimit: number, signal: AbortSignal): Promise<Scene> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(temporaryFolder()).path;
  const webhookSecret = randomBytes(32).toString("hex");
  const manifest = parse(readFileSync(MANIFEST, "utf8"));
  const github = stack.use(await startGitHub({ app: { manifest, webhookSecret } }));
  const hub = stack.use(await startRegistry({ manners: dockerHubManners({ limit: pullLimit }) }));
  const ghcr = stack.use(
    await startRegistry({
      manners: ghcrManners(),
      auth: { kind: "token", verify: packagesTokens(github) },
    }),
  );
  stockDockerHub(hub.store);

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
        REGISTRY_ENDPOINTS: `docker.io=${hub.url},ghcr.io=${ghcr.url}`,
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
  github.install("acme", "all");
  await github.settled();
  const parts = stack.move();
  return { github, repository, hub, ghcr, app, startTime, [Symbol.asyncDispose]: () => parts.disposeAsync() };
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
