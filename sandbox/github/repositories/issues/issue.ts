import type { App } from "../../apps/app.ts";
import type { Account } from "../../world.ts";
import type { Repository } from "../repository.ts";

/** What one may react with. https://docs.github.com/en/rest/reactions */
export const REACTIONS = ["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"] as const;

/** One of {@link REACTIONS}. */
export type ReactionContent = (typeof REACTIONS)[number];

/** How somebody reacted to an issue or a comment. */
export interface Reaction {
  readonly id: number;
  readonly user: Account;
  readonly content: ReactionContent;
  readonly createdAt: Date;
}

/** A comment on an issue or a pull request. */
export interface Comment {
  readonly id: number;
  readonly issue: Issue;
  readonly user: Account;
  /** That wrote it in the name of its user. */
  readonly via: App | undefined;
  readonly createdAt: Date;
  readonly reactions: Reaction[];
  body: string;
  updatedAt: Date;
}

/** The branch that is to go into another one. Shas follow the branches while it is open. */
export interface Pull {
  readonly id: number;
  /** Where its branch is: the repository itself or a fork, which may be deleted in the meantime. */
  readonly source: Repository;
  readonly head: string;
  base: string;
  headSha: string;
  baseSha: string;
  isDraft: boolean;
  merged: { readonly by: Account; readonly commit: string } | undefined;
}

/** Why a conversation was locked. https://docs.github.com/en/rest/issues/issues#lock-an-issue */
export type LockReason = "resolved" | "off-topic" | "too heated" | "spam";

/** An issue, or a pull request, which is one too. */
export interface Issue {
  readonly id: number;
  readonly number: number;
  readonly user: Account;
  readonly createdAt: Date;
  /** Oldest first. */
  readonly comments: Comment[];
  readonly reactions: Reaction[];
  readonly pull: Pull | undefined;
  title: string;
  body: string | undefined;
  state: "open" | "closed";
  stateReason: "completed" | "not_planned" | "duplicate" | "reopened" | undefined;
  closedAt: Date | undefined;
  updatedAt: Date;
  /** Only who may write to the repository goes on talking. */
  lock: { readonly reason: LockReason | undefined } | undefined;
  isDeleted: boolean;
}

/** An issue that asks for a branch to go into another one. */
export interface PullRequest extends Issue {
  readonly pull: Pull;
}

/** Whether an issue is a pull request. */
export const isPullRequest = (issue: Issue): issue is PullRequest => issue.pull !== undefined;
