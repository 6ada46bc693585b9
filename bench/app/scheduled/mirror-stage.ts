import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { connectPackages } from "../../../sandbox/connect-packages.ts";
import { createRunner } from "../../../sandbox/github/actions/runner/create-runner.ts";
import type { Repository } from "../../../sandbox/github/repositories/repository.ts";
import { type SandboxGitHub, startGitHub } from "../../../sandbox/github/start-github.ts";
import { type SandboxHubApi, startHubApi } from "../../../sandbox/hub-api/start-hub-api.ts";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import { packagesTokens } from "../../../sandbox/packages-tokens.ts";
import { dockerHubManners } from "../../../sandbox/registry/docker-hub-manners.ts";
import { ghcrManners } from "../../../sandbox/registry/ghcr-manners.ts";
import { type SandboxRegistry, startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { DEFAULT_ACTION, WORKFLOW_PATH, workflowText } from "../../../src/workflow/workflow-file.ts";
import { botRequests } from "../publication.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { countByKind, type RequestCounts } from "./count-requests.ts";
import { pushTags, type TagsOrder } from "./push-tags.ts";

const ROOT = join(import.meta.dirname, "../../..");
export const ORGANIZATION = "acme";
/** Of whoever is no App and no job, at GHCR. */
export const LOGIN = { user: "bench", password: "a-password-of-the-bench" };
const ROOMY = { perHour: 1e9, contentPerMinute: 1e9, contentPerHour: 1e9, pointsPerMinute: 1e9 };

/** How a stage differs from others. */
export interface MirrorStageOptions {
  /** Docker Hub's, of pulls in six hours. */
  readonly pullLimit: number;
  /** Who may publish: GHCR takes the tokens of Apps, or those of workflows' jobs only. */
  readonly publisher: "app" | "actions";
  /**
   * Whether Docker Hub's token service and storage are at addresses of their own, as they really are. On one machine these differ by their
   * ports alone: crane refuses such a token service, and regsync takes such a storage for the registry and shows it its token.
   */
  readonly places: "several" | "one";
}

/** Mirrors all tags of one name. */
export function configOf(name: string): string {
  return `version: 1\nmirrors:\n  - source: docker.io/library/${name}\n    tags: ["*"]\n`;
}

/** What was asked of whom since it was last forgotten. */
export interface Asked {
  /** Of Docker Hub: the registry, its token service, its storage (`cdn`), and the `api` beside it. */
  readonly source: RequestCounts;
  readonly pulls: number;
  /** Requests that it answered with 429. */
  readonly refused: number;
  /** Of GHCR. */
  readonly destination: RequestCounts;
  /** Of GitHub, by the bot. */
  readonly github: number;
  /** Workflows that were started. */
  readonly workflows: number;
}

/** An organization with one repository that mirrors Docker Hub to GHCR. Methods take and give plain data. */
export class MirrorStage {
  readonly #github: SandboxGitHub;
  readonly #hub: SandboxRegistry;
  readonly #hubApi: SandboxHubApi;
  readonly #ghcr: SandboxRegistry;
  readonly #repository: Repository;
  readonly #time: { ahead: number };
  readonly #publisher: MirrorStageOptions["publisher"];
  #forgotten = { at: new Date(0), pulls: 0 };

  private constructor(
    { github, repository }: { github: SandboxGitHub; repository: Repository },
    { hub, hubApi, ghcr }: { hub: SandboxRegistry; hubApi: SandboxHubApi; ghcr: SandboxRegistry },
    time: { ahead: number },
    publisher: MirrorStageOptions["publisher"],
  ) {
    this.#github = github;
    this.#repository = repository;
    this.#hub = hub;
    this.#hubApi = hubApi;
    this.#ghcr = ghcr;
    this.#time = time;
    this.#publisher = publisher;
    connectPackages(github, ghcr);
    const { REGISTRY_ENDPOINTS } = this.environment;
    github.actions.attach(
      createRunner({
        actions: new Map([["ghcr-mirror/ghcr-mirror", ROOT]]),
        variables: { REGISTRY_ENDPOINTS },
        workFolder: temporaryFolder(),
        node: dirname(process.execPath),
      }),
    );
  }

  static async open({ pullLimit, publisher, places }: MirrorStageOptions): Promise<MirrorStage> {
    const manifest = parse(readFileSync(join(ROOT, "app.yml"), "utf8"));
    const app = { manifest, webhookSecret: "a-secret-of-the-bench-0123456789" };
    const time = { ahead: 0 };
    const now = () => Date.now() + time.ahead;
    const github = await startGitHub({ app, limits: ROOMY });
    const hub = await startRegistry({
      manners: dockerHubManners({ limit: pullLimit, ...(places === "one" && { cdnMethods: [] }) }),
      auth: { kind: "token", realmHost: places === "several" },
      now,
    });
    // Who asks for its head hears how many pulls are left.
    pushImage(hub.store, "ratelimitpreview/test", "latest", generateImage({ seed: "preview" }));
    const hubApi = await startHubApi({ store: hub.store, now });
    const ghcr = await startRegistry({
      manners: ghcrManners({ refuseInstallationTokens: publisher === "actions" }),
      auth: { kind: "token", users: { [LOGIN.user]: LOGIN.password }, verify: packagesTokens(github) },
      now,
    });
    github.createOrganization(ORGANIZATION);
    const files = { [WORKFLOW_PATH]: workflowText(DEFAULT_ACTION) };
    const repository = await github.createRepository(ORGANIZATION, "mirrors", { files });
    github.install(ORGANIZATION, "all");
    await github.settled();
    return new MirrorStage({ github, repository }, { hub, hubApi, ghcr }, time, publisher);
  }

  get environment() {
    const { id, privateKey, webhookSecret } = this.#github.app;
    const endpoints = [
      ["docker.io", this.#hub],
      ["hub.docker.com", this.#hubApi],
      ["ghcr.io", this.#ghcr],
    ] as const;
    return {
      APP_ID: String(id),
      PRIVATE_KEY: privateKey,
      WEBHOOK_SECRET: webhookSecret,
      GITHUB_API_URL: this.#github.url,
      REGISTRY_ENDPOINTS: endpoints.map(([name, { url }]) => `${name}=${url}`).join(),
      ALLOW_SOURCE_HOSTS: "127.0.0.1",
      PUBLISHER: this.#publisher,
    };
  }

  setWebhookUrl(url: string): void {
    this.#github.setWebhookUrl(url);
  }

  /** Puts tags on Docker Hub. */
  pushTags(order: TagsOrder): void {
    pushTags(this.#hub.store, `library/${order.name}`, order);
  }

  /** Puts the same tags at GHCR, as if the repository's own job had, long ago: nobody hears of it. */
  mirrorTags(order: TagsOrder): void {
    const { store, packages } = this.#ghcr;
    const name = `${ORGANIZATION}/${order.name}`;
    const { onPut } = store;
    store.onPut = () => {};
    pushTags(store, name, order);
    store.onPut = onPut;
    packages.claim(name, this.#repository.id);
  }

  /** Pushes the config, of all tags of one name. Resolves to the commit. */
  pushConfig(name: string): Promise<string> {
    return this.#repository.commit({ files: { ".github/mirror.yml": configOf(name) } });
  }

  /** What came of a commit; undefined where that is not told yet. */
  conclusion(commit: string): string | undefined {
    return this.#repository.checks.runsOf(commit).at(-1)?.conclusion ?? undefined;
  }

  /** How many tags of a name GHCR has that are what Docker Hub has. */
  mirrored(name: string): number {
    const wanted = this.#hub.store
      .taggings(`library/${name}`)
      .map(({ tag, digest }) => [tag, digest] as const);
    const held = new Map(
      this.#ghcr.store.taggings(`${ORGANIZATION}/${name}`).map(({ tag, digest }) => [tag, digest]),
    );
    return wanted.filter(([tag, digest]) => held.get(tag) === digest).length;
  }

  /** Lets milliseconds have gone by at the registries. GitHub has the machine's time. */
  leap(milliseconds: number): void {
    this.#time.ahead += milliseconds;
  }

  /** Forgets what was asked until now. */
  forget(): void {
    for (const registry of [this.#hub, this.#hubApi, this.#ghcr]) registry.resetRequests();
    this.#forgotten = { at: new Date(), pulls: this.#hub.pulls };
  }

  /** What was asked since then. */
  asked(): Asked {
    const { at, pulls } = this.#forgotten;
    const { requests } = this.#github;
    const dispatches = requests.filter(
      (request) => request.at >= at && request.operation === "actions/create-workflow-dispatch",
    );
    return {
      source: countByKind([...this.#hub.requests, ...this.#hubApi.requests]),
      pulls: this.#hub.pulls - pulls,
      refused: this.#hub.count({ status: 429 }),
      destination: countByKind(this.#ghcr.requests),
      github: botRequests(requests, at),
      workflows: dispatches.length,
    };
  }

  /** Ends what workflows are still doing. */
  async close(): Promise<void> {
    await this.#github.close();
  }
}
