import type { App } from "../../apps/app.ts";
import { notFound, Refusal } from "../../refusal.ts";
import type { Account } from "../../world.ts";
import { commentJson, issueJson } from "../json/issue-json.ts";
import type { Repository } from "../repository.ts";
import { checkBody } from "./check-body.ts";
import {
  type Comment,
  type Issue,
  isPullRequest,
  type LockReason,
  type Pull,
  type Reaction,
  type ReactionContent,
} from "./issue.ts";
import { requireVoice } from "./require-voice.ts";

/** An issue to be opened. */
export interface NewIssue {
  readonly title: string;
  readonly body?: string | undefined;
}

/** What an issue is to become. An empty body empties it. */
export interface IssueChange {
  readonly title?: string;
  readonly body?: string;
  readonly state?: Issue["state"];
  readonly stateReason?: Issue["stateReason"];
}

/** The issues and pull requests of a repository, and the comments on them. Whoever may not speak is refused, as by {@link requireVoice}. */
export class Issues {
  readonly #repository: Repository;
  readonly #issues: Issue[] = [];
  readonly #comments = new Map<number, Comment>();

  constructor(repository: Repository) {
    this.#repository = repository;
  }

  /** Oldest first, pull requests included. */
  get all(): readonly Issue[] {
    return this.#issues.filter(({ isDeleted }) => !isDeleted);
  }

  get openCount(): number {
    return this.all.filter(({ state }) => state === "open").length;
  }

  /** Throws 404, and 410 for one that was deleted or where there are no issues. */
  issue(number: number): Issue {
    const issue = this.#issues[number - 1];
    if (!issue) throw notFound();
    if (issue.isDeleted) throw new Refusal(410, "This issue was deleted");
    if (!issue.pull) this.requireEnabled();
    return issue;
  }

  /** Throws 404. */
  comment(id: number): Comment {
    const comment = this.#comments.get(id);
    if (!comment) throw notFound();
    return comment;
  }

  /** Throws 410 where somebody has turned issues off; pull requests stay. */
  requireEnabled(): void {
    if (!this.#repository.hasIssues) throw new Refusal(410, "Issues are disabled for this repo");
  }

  open(issue: NewIssue, user: Account): Issue {
    this.requireEnabled();
    requireVoice(this.#repository, user, "open an issue");
    const opened = this.add(issue, user, undefined);
    this.#tellIssue("opened", opened, user);
    return opened;
  }

  /** Resolves when it is told. */
  async change(issue: Issue, change: IssueChange, sender: Account): Promise<void> {
    const { title, body, state, stateReason } = change;
    const changes = {
      ...(title !== undefined && title !== issue.title && { title: { from: issue.title } }),
      ...(body !== undefined && body !== (issue.body ?? "") && { body: { from: issue.body ?? "" } }),
    };
    if (Object.keys(changes).length > 0) {
      requireVoice(this.#repository, sender, "edit an issue", issue);
      issue.title = title ?? issue.title;
      issue.body = checkBody(body) ?? issue.body;
      issue.updatedAt = this.#repository.world.now();
      if (isPullRequest(issue)) await this.#repository.pulls.tell("edited", issue, sender, { changes });
      else this.#tellIssue("edited", issue, sender, { changes });
    }
    if (state === undefined || state === issue.state) return;
    if (isPullRequest(issue)) {
      await (state === "closed"
        ? this.#repository.pulls.close(issue, sender)
        : this.#repository.pulls.reopen(issue, sender));
      return;
    }
    this.setState(issue, state, stateReason ?? (state === "open" ? "reopened" : "completed"));
    this.#tellIssue(state === "closed" ? "closed" : "reopened", issue, sender);
  }

  /** Lets only those go on who may write to the repository. */
  lock(issue: Issue, sender: Account, reason?: LockReason): Promise<void> {
    issue.lock = { reason };
    return this.#tell("locked", issue, sender);
  }

  unlock(issue: Issue, sender: Account): Promise<void> {
    issue.lock = undefined;
    return this.#tell("unlocked", issue, sender);
  }

  /** Throws 422 for a pull request, which nobody can delete. */
  delete(issue: Issue, sender: Account): void {
    if (issue.pull) throw new Refusal(422, "A pull request cannot be deleted.");
    this.#tellIssue("deleted", issue, sender);
    issue.isDeleted = true;
    for (const { id } of issue.comments) this.#comments.delete(id);
  }

  /** `via`: an App that writes in the name of its user. */
  addComment(issue: Issue, body: string, user: Account, via?: App): Comment {
    const { world } = this.#repository;
    requireVoice(this.#repository, user, "create comment", issue);
    checkBody(body);
    const now = world.now();
    const comment: Comment = {
      id: world.nextId(),
      issue,
      user,
      via,
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
    requireVoice(this.#repository, sender, "update comment", comment.issue);
    const from = comment.body;
    comment.body = checkBody(body);
    comment.updatedAt = this.#repository.world.now();
    this.#tellComment("edited", comment, sender, { changes: { body: { from } } });
  }

  deleteComment(comment: Comment, sender: Account): void {
    const { comments } = comment.issue;
    comments.splice(comments.indexOf(comment), 1);
    this.#comments.delete(comment.id);
    this.#tellComment("deleted", comment, sender);
  }

  /** Returns the reaction, and whether it is new: each person reacts once in a way. */
  react(
    to: Comment | Issue,
    content: ReactionContent,
    user: Account,
  ): { reaction: Reaction; isNew: boolean } {
    requireVoice(this.#repository, user, "create reaction", "issue" in to ? to.issue : to);
    const known = to.reactions.find((other) => other.user.id === user.id && other.content === content);
    if (known) return { reaction: known, isNew: false };
    const { world } = this.#repository;
    const reaction = { id: world.nextId(), user, content, createdAt: world.now() };
    to.reactions.push(reaction);
    return { reaction, isNew: true };
  }

  /** Gives it a number, and tells nobody. */
  add({ title, body }: NewIssue, user: Account, pull: Pull | undefined): Issue {
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
      lock: undefined,
      isDeleted: false,
    };
    this.#issues.push(issue);
    return issue;
  }

  /** Opens or closes, and tells nobody. */
  setState(issue: Issue, state: Issue["state"], stateReason?: Issue["stateReason"]): void {
    const now = this.#repository.world.now();
    issue.state = state;
    issue.stateReason = stateReason;
    issue.closedAt = state === "closed" ? now : undefined;
    issue.updatedAt = now;
  }

  async #tell(action: string, issue: Issue, sender: Account): Promise<void> {
    if (isPullRequest(issue)) await this.#repository.pulls.tell(action, issue, sender);
    else this.#tellIssue(action, issue, sender);
  }

  #tellIssue(action: string, issue: Issue, sender: Account, more: object = {}): void {
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
}
