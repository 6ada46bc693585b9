import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { AppManifest } from "../../sandbox/github/app-manifest.ts";
import type { CheckRun } from "../../sandbox/github/repositories/checks/check-run.ts";
import type { Repository } from "../../sandbox/github/repositories/repository.ts";
import { type SandboxGitHub, startGitHub } from "../../sandbox/github/start-github.ts";
import { generateImage, type ImageOptions } from "../../sandbox/images/generate-image.ts";
import type { GeneratedImage } from "../../sandbox/images/generated-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { packagesTokens } from "../../sandbox/packages-tokens.ts";
import { dockerHubManners } from "../../sandbox/registry/docker-hub-manners.ts";
import { ghcrManners } from "../../sandbox/registry/ghcr-manners.ts";
import { type SandboxRegistry, startRegistry } from "../../sandbox/registry/start-registry.ts";
import { type ServerProcess, startReady } from "./start-process.ts";
import { usedDataDir } from "./used-data-dir.ts";

const manifest: AppManifest = parse(readFileSync(join(import.meta.dirname, "../../app.yml"), "utf8"));
/** What webhooks are signed with on every stage. */
export const WEBHOOK_SECRET = "a-secret-of-the-stage-0123456789";
const EVERYTHING = Number.POSITIVE_INFINITY;

/** GitHub with an App on the organization `acme`, Docker Hub, GHCR, and what the server has to know of them. */
export class Stage implements AsyncDisposable {
  readonly github: SandboxGitHub;
  readonly hub: SandboxRegistry;
  readonly ghcr: SandboxRegistry;
  readonly repository: Repository;
  readonly dataDir: string;
  readonly #servers: ServerProcess[] = [];

  private constructor(
    github: SandboxGitHub,
    hub: SandboxRegistry,
    ghcr: SandboxRegistry,
    repository: Repository,
    dataDir: string,
  ) {
    this.dataDir = dataDir;
    this.github = github;
    this.hub = hub;
    this.ghcr = ghcr;
    this.repository = repository;
  }

  /** On a data directory that a server has used, unless another is given. */
  static async open(dataDir?: string): Promise<Stage> {
    const github = await startGitHub({ app: { manifest, webhookSecret: WEBHOOK_SECRET } });
    const hub = await startRegistry({ manners: dockerHubManners({ limit: EVERYTHING }) });
    const auth = { kind: "token", verify: packagesTokens(github) } as const;
    const ghcr = await startRegistry({ manners: ghcrManners(), auth });
    github.createOrganization("acme");
    const repository = await github.createRepository("acme", "mirrors", { files: { "README.md": "Hello" } });
    github.install("acme", "all");
    await github.settled();
    return new Stage(github, hub, ghcr, repository, dataDir ?? (await usedDataDir()));
  }

  /** What the server is started with. */
  get env(): Record<string, string> {
    const { id, privateKey, webhookSecret } = this.github.app;
    return {
      APP_ID: String(id),
      PRIVATE_KEY: privateKey,
      WEBHOOK_SECRET: webhookSecret,
      DATA_DIR: this.dataDir,
      GITHUB_API_URL: this.github.url,
      REGISTRY_ENDPOINTS: `docker.io=${this.hub.url},ghcr.io=${this.ghcr.url}`,
      // The token service of Docker Hub is another host.
      ALLOW_SOURCE_HOSTS: "127.0.0.1",
      LOG_LEVEL: "trace",
    };
  }

  /** Starts the server on this stage's data directory; webhooks go there from then on. */
  async start(env: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
    const server = await startReady({ ...this.env, ...env });
    this.#servers.push(server);
    this.github.setWebhookUrl(`${server.url}/api/github/webhooks`);
    return server;
  }

  /** Puts an official image on Docker Hub: `redis:7`. */
  addImage(name: string, options: Partial<ImageOptions> = {}): GeneratedImage {
    const image = generateImage({ seed: name, ...options });
    const [repository = "", tag = ""] = name.split(":");
    pushImage(this.hub.store, `library/${repository}`, tag, image);
    return image;
  }

  /** Pushes a config that mirrors these images; resolves to the commit. */
  pushConfig(names: readonly string[]): Promise<string> {
    const entries = names.map((name) => `  - docker.io/library/${name}\n`).join("");
    return this.repository.commit({ files: { ".github/mirror.yml": `version: 1\nmirrors:\n${entries}` } });
  }

  checkRunsOf(commit: string): readonly CheckRun[] {
    return this.repository.checks.runsOf(commit);
  }

  /** How often each blob was uploaded to the end at GHCR, by digest. */
  get uploads(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { kind, method, status, reference } of this.ghcr.requests) {
      if (kind !== "upload" || method !== "PUT" || status !== 201 || reference === undefined) continue;
      counts.set(reference, (counts.get(reference) ?? 0) + 1);
    }
    return counts;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of this.#servers) await server[Symbol.asyncDispose]();
    await Promise.all([this.github.close(), this.hub.close(), this.ghcr.close()]);
  }
}
