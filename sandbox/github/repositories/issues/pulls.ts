import { notFound, Refusal, validationFailed } from "../../refusal.ts";
import type { Account } from "../../world.ts";
import { pullJson } from "../json/pull-json.ts";
import { splitLabel } from "../network.ts";
import type { Repository } from "../repository.ts";
import { isPullRequest, type Pull, type PullRequest } from "./issue.ts";
import type { NewIssue } from "./issues.ts";
import { mergeCommit } from "./merge-commit.ts";
import { requireVoice } from "./require-voice.ts";

/** A pull request to be opened. */
export interface NewPull extends NewIssue {
  /** A branch, or that of a fork with its owner: `stranger:topic`. */
  readonly head: string;
  readonly base: string;
  readonly isDraft?: boolean;
}

/** The pull requests of a repository, and what people do with them. Their heads stand under `refs/pull/<number>/head`, also those from forks. */
export class Pulls {
  readonly #repository: Repository;

  constructor(repository: Repository) {
    this.#repository = repository;
  }

  /** Oldest first. */
  get all(): readonly PullRequest[] {
    return this.#repository.issues.all.filter(isPullRequest);
  }

  /** Throws 404. */
  get(number: number): PullRequest {
    const issue = this.#repository.issues.issue(number);
    if (!isPullRequest(issue)) throw notFound();
    return issue;
  }

  /** Throws 422 where a branch is missing, the head has nothing new, or another pull request has these two. */
  async open({ head: label, base, isDraft = false, ...issue }: NewPull, user: Account): Promise<PullRequest> {
    const { git, world, issues } = this.#repository;
    requireVoice(this.#repository, user, "open a pull request");
    const from = splitLabel(this.#repository, label);
    const headSha = from?.repository.git.branch(from.branch);
    const baseSha = git.branch(base);
    if (!from || headSha === undefined) throw invalid("head");
    if (baseSha === undefined) throw invalid("base");
    const { repository: source, branch: head } = from;
    if (git.commits.isAncestor(headSha, baseSha)) throw noCommits(this.#repository, base, source, head);
    this.#requireOnlyOne(source, head, base);
    const pull: Pull = {
      ...{ id: world.nextId(), source, head, base, headSha, baseSha, isDraft },
      merged: undefined,
    };
    const opened = issues.add(issue, user, pull) as PullRequest;
    await this.#keepHead(opened);
    await this.tell("opened", opened, user);
    return opened;
  }

  async close(issue: PullRequest, sender: Account): Promise<void> {
    this.#repository.issues.setState(issue, "closed");
    await this.tell("closed", issue, sender);
  }

  /** Throws 422 where it was merged or its branch is gone. */
  async reopen(issue: PullRequest, sender: Account): Promise<void> {
    const { pull } = issue;
    const headSha = pull.source.git.branch(pull.head);
    if (pull.merged) throw notReopened("The pull request cannot be reopened.");
    if (headSha === undefined || isGone(pull.source)) {
      throw notReopened(`The ${pull.head} branch has been deleted.`);
    }
    this.#requireOnlyOne(pull.source, pull.head, pull.base);
    pull.headSha = headSha;
    await this.#keepHead(issue);
    this.#repository.issues.setState(issue, "open");
    await this.tell("reopened", issue, sender);
  }

  /** Merges it with a commit of its own, which the base then points to, and resolves with that. Throws 405 where it cannot be merged. */
  async merge(issue: PullRequest, sender: Account): Promise<string> {
    const { pull, state } = issue;
    if (state !== "open" || pull.isDraft) throw new Refusal(405, "Pull Request is not mergeable");
    const commit = await this.#repository.changeRef(
      `refs/heads/${pull.base}`,
      sender,
      async (before = "") => {
        const { sha } = await mergeCommit(this.#repository, issue, before, sender);
        this.#setMerged(issue, sha, sender);
        return sha;
      },
    );
    await this.tell("closed", issue, sender);
    return commit;
  }

  /** Lets it go into another branch. Throws 422 where there is none such. */
  async retarget(issue: PullRequest, base: string, sender: Account): Promise<void> {
    const { pull } = issue;
    const baseSha = this.#repository.git.branch(base);
    if (baseSha === undefined) throw invalid("base");
    this.#requireOnlyOne(pull.source, pull.head, base);
    const changes = { base: { ref: { from: pull.base }, sha: { from: pull.baseSha } } };
    pull.base = base;
    pull.baseSha = baseSha;
    await this.tell("edited", issue, sender, { changes });
  }

  async markReady(issue: PullRequest, sender: Account): Promise<void> {
    issue.pull.isDraft = false;
    await this.tell("ready_for_review", issue, sender);
  }

  async convertToDraft(issue: PullRequest, sender: Account): Promise<void> {
    issue.pull.isDraft = true;
    await this.tell("converted_to_draft", issue, sender);
  }

  /** A branch moved, here or in a fork: open pull requests from it follow, and end with it. */
  async followHead(source: Repository, branch: string, move: Move, sender: Account): Promise<void> {
    const { before, after } = move;
    for (const issue of this.#openOnes()) {
      const { pull } = issue;
      if (pull.source !== source || pull.head !== branch) continue;
      if (after === undefined) {
        await this.close(issue, sender);
        continue;
      }
      pull.headSha = after;
      pull.baseSha = this.#repository.git.branch(pull.base) ?? pull.baseSha;
      await this.#keepHead(issue);
      await this.tell("synchronize", issue, sender, { before, after });
    }
  }

  /** A branch of the repository moved: open pull requests into it are merged where their commits came in by a push, and end with it. */
  async followBase(branch: string, { after }: Move, sender: Account): Promise<void> {
    for (const issue of this.#openOnes()) {
      const { pull } = issue;
      if (pull.base !== branch) continue;
      const isMerged = after !== undefined && this.#repository.git.commits.isAncestor(pull.headSha, after);
      if (isMerged) this.#setMerged(issue, after, sender);
      if (isMerged) await this.tell("closed", issue, sender);
      else if (after === undefined) await this.close(issue, sender);
    }
  }

  /** Tells webhooks of it as it is now. */
  async tell(action: string, issue: PullRequest, sender: Account, more: object = {}): Promise<void> {
    const pull_request = await pullJson(this.#repository, issue);
    this.#repository.tell("pull_request", { action, number: issue.number, pull_request, ...more }, sender);
  }

  #setMerged(issue: PullRequest, commit: string, by: Account): void {
    issue.pull.merged = { by, commit };
    this.#repository.issues.setState(issue, "closed");
  }

  #openOnes(): readonly PullRequest[] {
    return this.all.filter(({ state }) => state === "open");
  }

  #keepHead({ number, pull }: PullRequest): Promise<void> {
    return this.#repository.git.setRef(`refs/pull/${number}/head`, pull.headSha);
  }

  #requireOnlyOne(source: Repository, head: string, base: string): void {
    const isSame = ({ pull }: PullRequest) =>
      pull.source === source && pull.head === head && pull.base === base;
    if (!this.#openOnes().some(isSame)) return;
    const message = `A pull request already exists for ${source.owner.login}:${head}.`;
    throw validationFailed([{ resource: "PullRequest", code: "custom", message }]);
  }
}

interface Move {
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Whether a repository was deleted. */
export const isGone = ({ id, world }: Repository) => !world.repositories.has(id);

const invalid = (field: string) => validationFailed([{ resource: "PullRequest", field, code: "invalid" }]);

function noCommits(repository: Repository, base: string, source: Repository, head: string): Refusal {
  const message = `No commits between ${repository.owner.login}:${base} and ${source.owner.login}:${head}`;
  return validationFailed([{ resource: "PullRequest", code: "custom", message }]);
}

const notReopened = (reason: string) =>
  validationFailed([
    {
      resource: "PullRequest",
      field: "state",
      code: "custom",
      message: `state cannot be changed. ${reason}`,
    },
  ]);
