import type { RepositoryName } from "../github.ts";
import { GitHubError } from "../github-error.ts";
import type { NewFile, NewPull, PullRequest, Pulls } from "../pulls.ts";
import type { Calls } from "./calls.ts";
import type { Octokit } from "./installation-client.ts";
import { orUndefined } from "./or-undefined.ts";

/** Pull requests and branches as one installation sees them. */
export class PullsClient implements Pulls {
  readonly #octokit: () => Promise<Octokit>;
  readonly #calls: Calls;

  constructor(octokit: () => Promise<Octokit>, calls: Calls) {
    this.#octokit = octokit;
    this.#calls = calls;
  }

  async pull(
    { owner, name }: RepositoryName,
    number: number,
    signal: AbortSignal,
  ): Promise<PullRequest | undefined> {
    const { rest } = await this.#octokit();
    const ask = () => rest.pulls.get({ owner, repo: name, pull_number: number, request: { signal } });
    const found = await orUndefined(this.#calls.make("get a pull request", signal, ask));
    return found && pullOf(found.data);
  }

  async ofBranch(
    { owner, name }: RepositoryName,
    branch: string,
    signal: AbortSignal,
  ): Promise<PullRequest | undefined> {
    const { rest } = await this.#octokit();
    const head = `${owner}:${branch}`;
    const ask = () =>
      rest.pulls.list({ owner, repo: name, state: "open", head, per_page: 100, request: { signal } });
    const { data } = await this.#calls.make("list pull requests", signal, ask);
    // The owner may have a fork of it, too; and GitHub lists all where it does not understand `head`.
    return data.map(pullOf).find(({ headBranch, isFork }) => headBranch === branch && !isFork);
  }

  async open({ owner, name }: RepositoryName, pull: NewPull, signal: AbortSignal): Promise<PullRequest> {
    const { rest } = await this.#octokit();
    const { title, body, head, base } = pull;
    // Sent again by Octokit, it would be refused as the second one from its branch. The queue's next try looks first.
    const request = { signal, retries: 0 };
    const ask = () => rest.pulls.create({ owner, repo: name, title, body, head, base, request });
    const { data } = await this.#calls.make("open a pull request", signal, ask);
    return pullOf(data);
  }

  async mergeBase(
    { owner, name }: RepositoryName,
    base: string,
    head: string,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { rest } = await this.#octokit();
    const basehead = `${base}...${head}`;
    const ask = () =>
      rest.repos.compareCommitsWithBasehead({
        owner,
        repo: name,
        basehead,
        per_page: 1,
        request: { signal },
      });
    const found = await orUndefined(this.#calls.make("compare two commits", signal, ask));
    return found?.data.merge_base_commit.sha;
  }

  async branchHead(
    { owner, name }: RepositoryName,
    branch: string,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { rest } = await this.#octokit();
    const ask = () => rest.git.getRef({ owner, repo: name, ref: `heads/${branch}`, request: { signal } });
    try {
      const { data } = await this.#calls.make("get the head of a branch", signal, ask);
      return data.object.sha;
    } catch (error) {
      // An empty repository answers 409.
      if (error instanceof GitHubError && (error.code === "NOT_FOUND" || error.status === 409))
        return undefined;
      throw error;
    }
  }

  async createBranch(
    { owner, name }: RepositoryName,
    branch: string,
    commit: string,
    signal: AbortSignal,
  ): Promise<void> {
    const { rest } = await this.#octokit();
    const created = { owner, repo: name, ref: `refs/heads/${branch}`, sha: commit };
    // Here and below: sent again by Octokit, it would be refused because it was done.
    const ask = () => rest.git.createRef({ ...created, request: { signal, retries: 0 } });
    await this.#calls.make("create a branch", signal, ask);
  }

  async writeFile(
    { owner, name }: RepositoryName,
    { path, branch, text, message, replaces }: NewFile,
    signal: AbortSignal,
  ): Promise<string> {
    const operation = `write ${path}`;
    const { rest } = await this.#octokit();
    const ask = () =>
      rest.repos.createOrUpdateFileContents({
        owner,
        repo: name,
        path,
        branch,
        message,
        content: Buffer.from(text).toString("base64"),
        ...(replaces !== undefined && { sha: replaces }),
        request: { signal, retries: 0 },
      });
    const { data } = await this.#calls.make(operation, signal, ask);
    if (!data.commit.sha) throw new GitHubError("UNAVAILABLE", operation, "it did not tell the commit");
    return data.commit.sha;
  }
}

/** The parts of GitHub's pull requests that are read here. */
interface PullPart {
  readonly number: number;
  readonly title: string;
  readonly html_url: string;
  readonly state: string;
  readonly draft?: boolean;
  readonly user: { readonly login: string } | null;
  readonly head: SidePart;
  readonly base: SidePart;
}

/** `repo` is null where a fork was deleted. */
interface SidePart {
  readonly ref: string;
  readonly sha: string;
  readonly repo: { readonly id: number } | null;
}

function pullOf({ head, base, ...pull }: PullPart): PullRequest {
  return {
    number: pull.number,
    title: pull.title,
    url: pull.html_url,
    isOpen: pull.state === "open",
    isDraft: pull.draft ?? false,
    isFork: head.repo === null || head.repo.id !== base.repo?.id,
    // As GitHub shows whoever deleted their account.
    author: pull.user?.login ?? "ghost",
    head: head.sha,
    headBranch: head.ref,
    base: base.sha,
    baseBranch: base.ref,
  };
}
