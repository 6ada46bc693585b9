import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parse } from "yaml";
import { connectPackages } from "../../sandbox/connect-packages.ts";
import { createRunner } from "../../sandbox/github/actions/runner/create-runner.ts";
import type { Delivery } from "../../sandbox/github/hooks/delivery.ts";
import type { Repository } from "../../sandbox/github/repositories/repository.ts";
import { type SandboxGitHub, startGitHub } from "../../sandbox/github/start-github.ts";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { packagesTokens } from "../../sandbox/packages-tokens.ts";
import { dockerHubManners } from "../../sandbox/registry/docker-hub-manners.ts";
import { ghcrManners } from "../../sandbox/registry/ghcr-manners.ts";
import { type SandboxRegistry, startRegistry } from "../../sandbox/registry/start-registry.ts";
import { DEFAULT_ACTION, WORKFLOW_PATH, workflowText } from "../../src/workflow/workflow-file.ts";
import { type CommentTimes, reactionsTo } from "./comment-times.ts";
import { type Copied, copiedTo } from "./copied.ts";
import { type PlanCost, planCost } from "./plan-cost.ts";
import { botRequests, type Publication } from "./publication.ts";
import { answersOf, type PushTimes } from "./push-times.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { watchUploads } from "./watch-uploads.ts";

const ROOT = join(import.meta.dirname, "../..");
const UNLIMITED = Number.POSITIVE_INFINITY;
/** GitHub's own limits would be met by any load; the App's pace of writing, which keeps it below them, stays. */
const LIMITS = {
  perHour: UNLIMITED,
  contentPerMinute: UNLIMITED,
  contentPerHour: UNLIMITED,
  pointsPerMinute: UNLIMITED,
};

/** How a stage differs from others. */
export interface StageOptions {
  /** GHCR refuses the tokens of Apps, and takes those of workflows' jobs. */
  readonly refusesApps?: boolean;
}

/** What came of the last commit of a repository. */
export interface Outcome {
  readonly checkRuns: number;
  readonly status: string;
  readonly conclusion: string;
}

/** GitHub with many organizations, Docker Hub and GHCR. Methods take and give plain data: they are called from another process. */
export class Stage {
  readonly #github: SandboxGitHub;
  readonly #hub: SandboxRegistry;
  readonly #ghcr: SandboxRegistry;
  readonly #uploads: readonly number[];
  readonly #repositories: Repository[] = [];

  private constructor(github: SandboxGitHub, hub: SandboxRegistry, ghcr: SandboxRegistry) {
    this.#github = github;
    this.#hub = hub;
    this.#ghcr = ghcr;
    this.#uploads = watchUploads(ghcr);
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

  static async open({ refusesApps = false }: StageOptions): Promise<Stage> {
    const manifest = parse(readFileSync(join(ROOT, "app.yml"), "utf8"));
    const app = { manifest, webhookSecret: "a-secret-of-the-bench-0123456789" };
    const github = await startGitHub({ app, limits: LIMITS });
    const hub = await startRegistry({ manners: dockerHubManners({ limit: UNLIMITED }) });
    const auth = { kind: "token", verify: packagesTokens(github) } as const;
    const ghcr = await startRegistry({
      manners: ghcrManners({ refuseInstallationTokens: refusesApps }),
      auth,
    });
    return new Stage(github, hub, ghcr);
  }

  get environment() {
    const { id, privateKey, webhookSecret } = this.#github.app;
    return {
      APP_ID: String(id),
      PRIVATE_KEY: privateKey,
      WEBHOOK_SECRET: webhookSecret,
      GITHUB_API_URL: this.#github.url,
      REGISTRY_ENDPOINTS: `docker.io=${this.#hub.url},ghcr.io=${this.#ghcr.url}`,
      ALLOW_SOURCE_HOSTS: "127.0.0.1",
    };
  }

  setWebhookUrl(url: string | null): void {
    this.#github.setWebhookUrl(url ?? undefined);
  }

  /** Makes repositories, dealt out to so many organizations with an installation each. They are numbered from 0. */
  async createRepositories({
    count,
    installations,
  }: {
    count: number;
    installations: number;
  }): Promise<void> {
    for (let number = 0; number < installations; number++) this.#github.createOrganization(`org${number}`);
    for (let number = 0; number < count; number++) {
      const owner = `org${number % installations}`;
      const files = { [WORKFLOW_PATH]: workflowText(DEFAULT_ACTION) };
      this.#repositories.push(await this.#github.createRepository(owner, `mirrors${number}`, { files }));
    }
    for (let number = 0; number < installations; number++) this.#github.install(`org${number}`, "all");
    await this.#github.settled();
  }

  /** Puts `name:1` on Docker Hub for each name. */
  addImages({
    names,
    layers,
    layerSize,
  }: {
    names: readonly string[];
    layers: number;
    layerSize: number;
  }): void {
    for (const name of names) {
      const image = generateImage({ seed: name, layers, layerSize });
      pushImage(this.#hub.store, `library/${name}`, "1", image);
    }
  }

  /** Pushes a config for these images; `note` makes it another one. Resolves to the commit. */
  pushConfig({
    repository,
    names,
    note,
  }: {
    repository: number;
    names: readonly string[];
    note: string;
  }): Promise<string> {
    const entries = names.map((name) => `  - docker.io/library/${name}:1\n`).join("");
    const config = `# ${note}\nversion: 1\nmirrors:\n${entries}`;
    return this.#repository(repository).commit({ files: { ".github/mirror.yml": config } });
  }

  /** Sends the pushes that went nowhere, evenly within so many milliseconds. Resolves to the ids when all are answered. */
  async sendPushes(within: number): Promise<string[]> {
    const { log } = this.#github.hooks;
    const unsent = log.filter(({ event, statusCode }) => event === "push" && statusCode === 0);
    const started = performance.now();
    for (const [index, delivery] of unsent.entries()) {
      const due = started + (index * within) / unsent.length;
      if (due > performance.now()) await sleep(due - performance.now());
      this.#github.hooks.redeliver(delivery);
    }
    await this.#github.settled();
    return unsent.map(({ guid }) => guid);
  }

  /** How the deliveries of pushes were answered: status, and milliseconds until then. */
  acknowledgements(): { status: number; milliseconds: number }[] {
    return this.#pushes().map(({ statusCode, duration }) => ({
      status: statusCode,
      milliseconds: duration * 1000,
    }));
  }

  /** When each push was acknowledged, and when its check run was told to be in progress and completed. */
  pushTimes(): PushTimes[] {
    return answersOf(this.#pushes(), this.#github.requests, this.#repositories);
  }

  /** How the images of a commit came to GHCR, where that is over and no other commit was pushed since. */
  publication(commit: string): Publication {
    const { requests } = this.#github;
    const push = this.#pushes().find(({ body }) => JSON.parse(String(body)).after === commit);
    const [times] = push ? answersOf([push], requests, this.#repositories) : [];
    const firstByte = this.#uploads.find((at) => push && at >= push.at.getTime());
    if (!push || !times?.completed || !firstByte) throw new Error(`nothing was published of ${commit}`);
    const { acknowledged, completed } = times;
    return {
      firstByte: firstByte - acknowledged,
      completed: completed - acknowledged,
      requests: botRequests(requests, push.at),
    };
  }

  /** What came of a commit; `none` where it has no check run, or none that is completed. */
  outcome({ repository, commit }: { repository: number; commit: string }): Outcome {
    const checkRuns = this.#repository(repository).checks.runsOf(commit);
    const last = checkRuns.at(-1);
    return {
      checkRuns: checkRuns.length,
      status: last?.status ?? "none",
      conclusion: last?.conclusion ?? "none",
    };
  }

  /** How many check runs there are, and how many of them are completed. */
  checkRuns(): { all: number; completed: number } {
    const runs = this.#repositories.flatMap((repository) =>
      [...new Set(this.#pushes().map(({ body }) => String(JSON.parse(String(body)).after)))].flatMap(
        (commit) => repository.checks.runsOf(commit),
      ),
    );
    return { all: runs.length, completed: runs.filter(({ status }) => status === "completed").length };
  }

  /** How images arrived in the namespace of a repository's owner. */
  copied({ repository, names }: { repository: number; names: readonly string[] }): Copied {
    const { login } = this.#repository(repository).owner;
    return copiedTo(login, names, { hub: this.#hub, ghcr: this.#ghcr });
  }

  /** Opens issues, and resolves to their numbers. */
  openIssues({ repository, count }: { repository: number; count: number }): number[] {
    const open = (_: unknown, at: number) => this.#repository(repository).openIssue(`Issue ${at + 1}`).number;
    return Array.from({ length: count }, open);
  }

  /** Lets the administrator of a repository comment. */
  comment({ repository, issue, text }: { repository: number; issue: number; text: string }): void {
    const place = this.#repository(repository);
    place.comment(issue, place.creator, text);
  }

  /** When each comment of a person was acknowledged and answered. */
  commentTimes(): CommentTimes[] {
    return reactionsTo(this.#github.hooks.log, this.#github.requests);
  }

  /** Puts as many images on Docker Hub, each a tag of `name`. */
  addTags({ name, count }: { name: string; count: number }): void {
    for (let tag = 1; tag <= count; tag++) {
      const image = generateImage({ seed: `${name}:${tag}`, layers: 1, layerSize: 1_000 });
      pushImage(this.#hub.store, `library/${name}`, `1.${tag}`, image);
    }
  }

  /** Opens a pull request with a config of all tags of `name`. Resolves to its head. */
  async proposeTags({ repository, name }: { repository: number; name: string }): Promise<string> {
    const place = this.#repository(repository);
    const config = `version: 1\nmirrors:\n  - source: docker.io/library/${name}\n    tags: ["*"]\n`;
    const commit = await place.commit({ files: { ".github/mirror.yml": config }, branch: name });
    this.#forgetRegistries();
    await place.openPullRequest({ title: name, head: name });
    return commit;
  }

  /** Presses “Plan again” on the last check run of a commit. */
  planAgain({ repository, commit }: { repository: number; commit: string }): void {
    const run = this.#repository(repository).checks.runsOf(commit).at(-1);
    if (!run) throw new Error(`there is no check run on ${commit}`);
    this.#forgetRegistries();
    this.#repository(repository).pressAction(run.id, "plan");
  }

  /** What the plan took that was asked for last; null where it is not finished. */
  planCost(): PlanCost | null {
    const { log } = this.#github.hooks;
    const delivery = log.findLast(({ action }) => action === "opened" || action === "requested_action");
    if (!delivery) throw new Error("no plan was asked for");
    const { requests: github } = this.#github;
    const { requests: hub } = this.#hub;
    const { requests: ghcr } = this.#ghcr;
    return planCost({ delivery, github, hub, ghcr }) ?? null;
  }

  /** Ends what workflows are still doing. */
  async close(): Promise<void> {
    await this.#github.close();
  }

  #forgetRegistries(): void {
    for (const registry of [this.#hub, this.#ghcr]) registry.resetRequests();
  }

  #pushes(): Delivery[] {
    return this.#github.hooks.log.filter(({ event, statusCode }) => event === "push" && statusCode !== 0);
  }

  #repository(number: number): Repository {
    const found = this.#repositories[number];
    if (!found) throw new RangeError(`there is no repository ${number}`);
    return found;
  }
}
