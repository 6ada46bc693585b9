import { notFound, validationFailed } from "../../refusal.ts";
import type { Account } from "../../world.ts";
import { commentJson, issueJson } from "../json/issue-json.ts";
import { pullJson } from "../json/pull-json.ts";
import type { Repository } from "../repository.ts";
import {
  type Comment,
  type Issue,
  isPullRequest,
  type Pull,
  type PullRequest,
  type Reaction,
  type ReactionContent,
} from "./issue.ts";

/** Characters of a comment, and of the text of an issue. */
const MAX_BODY = 65_536;

/** An issue to be opened. */
export interface NewIssue {
  readonly title: string;
  readonly body?: string | undefined;
}

/** What an issue is to become. */
export interface IssueChange {
  readonly title?: string;
  readonly body?: string;
  readonly state?: Issue["state"];
  readonly stateReason?: Issue["stateReason"];
}

/** The issues and pull requests of a repository, and the comments on them. */
export class Issues {
  readonly #repository: Repository;
  readonly #issues: Issue[] = [];
  readonly #comments = new Map<number, Comment>();

  constructor(repository: Repository) {
    this.#repository = repository;
  }

  /** Oldest first, pull requests included. */
  get all(): readonly Issue[] {
    return this.#issues;
  }

  get pulls(): readonly PullRequest[] {
    return this.#issues.filter(isPullRequest);
  }

  get openCount(): number {
    return this.#issues.filter(({ state }) => state === "open").length;
  }

  /** Throws 404. */
  issue(number: number): Issue {
    const issue = this.#issues[number - 1];
    if (!issue) throw notFound();
    return issue;
  }

  /** Throws 404. */
  pull(number: number): PullRequest {
    const issue = this.issue(number);
    if (!isPullRequest(issue)) throw notFound();
    return issue;
  }

  /** Throws 404. */
  comment(id: number): Comment {
    const comment = this.#comments.get(id);
    if (!comment) throw notFound();
    return comment;
  }

  open(issue: NewIssue, user: Account): Issue {
    const opened = this.#add(issue, user, undefined);
    this.#tellIssue("opened", opened, user);
    return opened;
  }

  /** Throws 422 where a branch is missing or another pull request has these two. */
  async openPull(pull: NewIssue & Pick<Pull, "head" | "base">, user: Account): Promise<PullRequest> {
    const { git, world } = this.#repository;
    const { head, base } = pull;
    const [headSha, baseSha] = [git.branch(head), git.branch(base)];
    if (headSha === undefined) throw invalid("head");
    if (baseSha === undefined) throw invalid("base");
    if (
      this.pulls.some(
        (other) => other.state === "open" && other.pull.head === head && other.pull.base === base,
      )
    ) {
      throw alreadyOpen(`${this.#repository.owner.login}:${head}`);
    }
    const opened = this.#add(pull, user, { id: world.nextId(), head, base, headSha, baseSha }) as PullRequest;
    await this.#tellPull("opened", opened, user);
    return opened;
  }

  /** A branch moved: open pull requests from it follow. */
  async follow(branch: string, before: string, after: string, sender: Account): Promise<void> {
    for (const issue of this.pulls) {
      if (issue.state !== "open" || issue.pull.head !== branch) continue;
      issue.pull.headSha = after;
      issue.pull.baseSha = this.#repository.git.branch(issue.pull.base) ?? issue.pull.baseSha;
      await this.#tellPull("synchronize", issue, sender, { before, after });
    }
  }

  change(issue: Issue, { title, body, state, stateReason }: IssueChange, sender: Account): void {
    const { world } = this.#repository;
    const changes = {
      ...(title !== undefined && title !== issue.title && { title: { from: issue.title } }),
      ...(body !== undefined && body !== issue.body && { body: { from: issue.body ?? "" } }),
    };
    issue.title = title ?? issue.title;
    issue.body = checkBody(body) ?? issue.body;
    issue.updatedAt = world.now();
    if (Object.keys(changes).length > 0) this.#tellIssue("edited", issue, sender, { changes });
    if (state === undefined || state === issue.state) return;
    issue.state = state;
    issue.stateReason = stateReason ?? (state === "open" ? "reopened" : "completed");
    issue.closedAt = state === "closed" ? world.now() : undefined;
    this.#tellIssue(state === "closed" ? "closed" : "reopened", issue, sender);
  }

  addComment(issue: Issue, body: string, user: Account): Comment {
    const { world } = this.#repository;
    const now = world.now();
    checkBody(body);
    const comment: Comment = {
      id: world.nextId(),
      issue,
      user,
      body,
      createdAt: now,
      updatedAt: now,
      reactions: [],
    };
    issue.comments.push(comment);
    issue.updatedAt = now;
    this.#comments.set(comment.id, comment);
    this.#tellComment("created", comment, user);
    return comment;
  }

  changeComment(comment: Comment, body: string, sender: Account): void {
    const from = comment.body;
    comment.body = checkBody(body);
    comment.updatedAt = this.#repository.world.now();
    this.#tellComment("edited", comment, sender, { changes: { body: { from } } });
  }

  /** Returns the reaction, and whether it is new: each person reacts once in a way. */
  react(
    to: Comment | Issue,
    content: ReactionContent,
    user: Account,
  ): { reaction: Reaction; isNew: boolean } {
    const known = to.reactions.find((other) => other.user.id === user.id && other.content === content);
    if (known) return { reaction: known, isNew: false };
    const { world } = this.#repository;
    const reaction = { id: world.nextId(), user, content, createdAt: world.now() };
    to.reactions.push(reaction);
    return { reaction, isNew: true };
  }

  #add({ title, body }: NewIssue, user: Account, pull: Pull | undefined): Issue {
    const { world } = this.#repository;
    const now = world.now();
    const issue: Issue = {
      id: world.nextId(),
      number: this.#issues.length + 1,
      user,
      createdAt: now,
      updatedAt: now,
      comments: [],
      reactions: [],
      pull,
      title,
      body: checkBody(body),
      state: "open",
      stateReason: undefined,
      closedAt: undefined,
    };
    this.#issues.push(issue);
    return issue;
  }

  #tellIssue(action: string, issue: Issue, sender: Account, more: object = {}): void {
    if (isPullRequest(issue)) {
      void this.#tellPull(action, issue, sender, more);
      return;
    }
    this.#repository.tell("issues", { action, issue: issueJson(this.#repository, issue), ...more }, sender);
  }

  #tellComment(action: string, comment: Comment, sender: Account, more: object = {}): void {
    const issue = issueJson(this.#repository, comment.issue);
    this.#repository.tell(
      "issue_comment",
      { action, issue, comment: commentJson(this.#repository, comment), ...more },
      sender,
    );
  }

  async #tellPull(action: string, issue: PullRequest, sender: Account, more: object = {}): Promise<void> {
    const pull_request = await pullJson(this.#repository, issue);
    this.#repository.tell("pull_request", { action, number: issue.number, pull_request, ...more }, sender);
  }
}

/** Throws 422. */
function checkBody<T extends string | undefined>(body: T): T {
  if (countCharacters(body ?? "") <= MAX_BODY) return body;
  const message = "body is too long (maximum is 65536 characters)";
  throw validationFailed([{ resource: "IssueComment", field: "body", code: "custom", message }]);
}

/** By code points. */
const countCharacters = (text: string) => [...text].length;

const invalid = (field: string) => validationFailed([{ resource: "PullRequest", field, code: "invalid" }]);

const alreadyOpen = (head: string) =>
  validationFailed([
    { resource: "PullRequest", code: "custom", message: `A pull request already exists for ${head}.` },
  ]);
