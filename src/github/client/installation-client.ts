import type { ProbotOctokit } from "probot";
import type {
  AppIdentity,
  CheckButton,
  CheckRunUpdate,
  FolderItem,
  InstallationGitHub,
  InstalledRepository,
  NewCheckRun,
  RepositoryFacts,
  RepositoryName,
} from "../github.ts";
import { GitHubError } from "../github-error.ts";
import type { CheckOutput } from "../report/check-output.ts";
import type { Role } from "../threads.ts";
import { ActionsClient } from "./actions-client.ts";
import { annotationBatches } from "./annotation-batches.ts";
import { Calls } from "./calls.ts";
import { orUndefined } from "./or-undefined.ts";
import { PullsClient } from "./pulls-client.ts";
import { readRole } from "./read-role.ts";
import { ThreadsClient } from "./threads-client.ts";

/** Octokit with Probot's plugins. */
export type Octokit = InstanceType<typeof ProbotOctokit>;

/** As GitHub gives them to people and, in brackets, to bots. Anything else is nobody, and might name another page in a URL. */
const LOGIN = /^[\w-]+(?:\[bot\])?$/;

/** GitHub as one installation sees it. */
export class InstallationClient implements InstallationGitHub {
  readonly #octokit: () => Promise<Octokit>;
  readonly #calls: Calls;
  readonly actions: ActionsClient;
  readonly threads: ThreadsClient;
  readonly pulls: PullsClient;

  /**
   * `octokit` is asked for each call, and gives the same client as long as it is good; `identify` tells in whose name it writes.
   * `now`: milliseconds since the epoch.
   */
  constructor(
    octokit: () => Promise<Octokit>,
    identify: () => Promise<AppIdentity>,
    now: () => number = Date.now,
  ) {
    this.#octokit = octokit;
    this.#calls = new Calls(now);
    this.actions = new ActionsClient(octokit, this.#calls);
    this.threads = new ThreadsClient(octokit, this.#calls, identify);
    this.pulls = new PullsClient(octokit, this.#calls);
  }

  async *repositories(signal: AbortSignal): AsyncIterable<InstalledRepository> {
    const { paginate, rest } = await this.#octokit();
    const pages = paginate.iterator(rest.apps.listReposAccessibleToInstallation, {
      per_page: 100,
      request: { signal },
    });
    for await (const repository of this.#calls.pages("list repositories", signal, pages)) {
      const { id, name, owner, archived, pushed_at } = repository;
      const pushedAt = pushed_at ? new Date(pushed_at) : undefined;
      yield { id, name, owner: owner.login, isArchived: archived, pushedAt };
    }
  }

  async defaultHead({ owner, name }: RepositoryName, signal: AbortSignal): Promise<string | undefined> {
    const { rest } = await this.#octokit();
    // `HEAD` is the default branch, whatever its name. An empty repository answers 409.
    const ask = () => rest.repos.getCommit({ owner, repo: name, ref: "HEAD", request: { signal } });
    try {
      const { data } = await this.#calls.make("get the head of the default branch", signal, ask);
      return data.sha;
    } catch (error) {
      if (error instanceof GitHubError && (error.code === "NOT_FOUND" || error.status === 409))
        return undefined;
      throw error;
    }
  }

  async listFolder(
    { owner, name }: RepositoryName,
    path: string,
    commit: string,
    signal: AbortSignal,
  ): Promise<readonly FolderItem[]> {
    const { rest } = await this.#octokit();
    const ask = () => rest.repos.getContent({ owner, repo: name, path, ref: commit, request: { signal } });
    const found = await orUndefined(this.#calls.make(`list ${path}`, signal, ask));
    if (!found || !Array.isArray(found.data)) return [];
    return found.data.map(({ name, type, sha, size }) => ({ name, kind: type, sha, size }));
  }

  async readBlob(
    { owner, name }: RepositoryName,
    sha: string,
    limit: number,
    signal: AbortSignal,
  ): Promise<Buffer> {
    const operation = "read a file";
    const { rest } = await this.#octokit();
    const ask = () => rest.git.getBlob({ owner, repo: name, file_sha: sha, request: { signal } });
    const { data } = await this.#calls.make(operation, signal, ask);
    if ((data.size ?? 0) > limit) throw new GitHubError("TOO_LARGE", operation, `larger than ${limit} bytes`);
    return Buffer.from(data.content, data.encoding === "base64" ? "base64" : "utf8");
  }

  async readFile(
    { owner, name }: RepositoryName,
    { path, ref, limit }: { readonly path: string; readonly ref: string; readonly limit: number },
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const operation = `read ${path}`;
    const { rest } = await this.#octokit();
    const ask = () => rest.repos.getContent({ owner, repo: name, path, ref, request: { signal } });
    const found = await orUndefined(this.#calls.make(operation, signal, ask));
    if (!found || Array.isArray(found.data) || found.data.type !== "file") return undefined;
    const { size, content } = found.data;
    if (size > limit) throw new GitHubError("TOO_LARGE", operation, `larger than ${limit} bytes`);
    return Buffer.from(content, "base64").toString("utf8");
  }

  async repository(
    { owner, name }: RepositoryName,
    signal: AbortSignal,
  ): Promise<RepositoryFacts | undefined> {
    const { rest } = await this.#octokit();
    const ask = () => rest.repos.get({ owner, repo: name, request: { signal } });
    const found = await orUndefined(this.#calls.make("get a repository", signal, ask));
    if (!found) return undefined;
    const { data } = found;
    return {
      id: data.id,
      owner: data.owner.login,
      name: data.name,
      defaultBranch: data.default_branch,
      url: data.html_url,
      isArchived: data.archived,
      isPrivate: data.private,
    };
  }

  async roleOf({ owner, name }: RepositoryName, login: string, signal: AbortSignal): Promise<Role> {
    if (!LOGIN.test(login)) return "none";
    const { rest } = await this.#octokit();
    const asked = { owner, repo: name, username: login, request: { signal } };
    const ask = () => rest.repos.getCollaboratorPermissionLevel(asked);
    const found = await orUndefined(this.#calls.make("get somebody's role", signal, ask));
    return found ? readRole(found.data) : "none";
  }

  async createCheckRun(
    { owner, name }: RepositoryName,
    check: NewCheckRun,
    signal: AbortSignal,
  ): Promise<number> {
    const { rest } = await this.#octokit();
    const [annotations] = annotationBatches(check.output.annotations ?? []);
    const ask = () =>
      rest.checks.create({
        owner,
        repo: name,
        name: check.name,
        head_sha: check.commit,
        external_id: check.externalId,
        status: check.status,
        ...(check.conclusion && { conclusion: check.conclusion }),
        output: { ...wordsOf(check.output), ...(annotations && { annotations }) },
        ...(check.buttons && { actions: check.buttons.map(actionOf) }),
        // Sent again by Octokit, it could be made twice. The queue's next try looks first.
        request: { signal, retries: 0 },
      });
    const { data } = await this.#calls.make("create a check run", signal, ask);
    return data.id;
  }

  async updateCheckRun(
    repository: RepositoryName,
    id: number,
    { status, conclusion, output, buttons }: CheckRunUpdate,
    signal: AbortSignal,
  ): Promise<void> {
    const { rest } = await this.#octokit();
    const { owner, name } = repository;
    const check = { owner, repo: name, check_run_id: id, request: { signal } };
    const all = output.annotations ?? [];
    const batches = annotationBatches(
      all.slice(all.length && (await this.#countAnnotations(repository, id, signal))),
    );
    const last = batches.pop() ?? [];
    for (const batch of batches) {
      const ask = () => rest.checks.update({ ...check, output: { ...wordsOf(output), annotations: batch } });
      await this.#calls.make("update a check run", signal, ask);
    }
    const ask = () =>
      rest.checks.update({
        ...check,
        status,
        ...(conclusion && { conclusion }),
        output: { ...wordsOf(output), ...(last.length && { annotations: last }) },
        ...(buttons && { actions: buttons.map(actionOf) }),
      });
    await this.#calls.make("update a check run", signal, ask);
  }

  async findCheckRun(
    { owner, name }: RepositoryName,
    { name: check, commit, externalId }: Pick<NewCheckRun, "name" | "commit" | "externalId">,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const { paginate, rest } = await this.#octokit();
    const pages = paginate.iterator(rest.checks.listForRef, {
      owner,
      repo: name,
      ref: commit,
      check_name: check,
      filter: "all",
      per_page: 100,
      request: { signal },
    });
    for await (const { id, external_id } of this.#calls.pages("list check runs", signal, pages)) {
      if (external_id === externalId) return id;
    }
    return undefined;
  }

  /** How many annotations an update that broke off has left: GitHub adds them up, so they are not sent again. */
  async #countAnnotations({ owner, name }: RepositoryName, id: number, signal: AbortSignal): Promise<number> {
    const { rest } = await this.#octokit();
    const ask = () => rest.checks.get({ owner, repo: name, check_run_id: id, request: { signal } });
    const { data } = await this.#calls.make("get a check run", signal, ask);
    return data.output.annotations_count;
  }
}

function wordsOf({ title, summary, text }: CheckOutput) {
  return { title, summary, ...(text !== undefined && { text }) };
}

function actionOf({ button, label, description }: CheckButton) {
  return { label, description, identifier: button };
}
