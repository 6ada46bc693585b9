import type { RepositoryName } from "./github.ts";

/**
 * The few calls that we make to issues, pull requests and the comments below them. They throw `GitHubError`, `REFUSED` where a conversation
 * is locked or interaction is limited. https://docs.github.com/en/rest/issues
 */
export interface Threads {
  /** An issue or pull request; undefined where there is none (any longer). */
  thread(repository: RepositoryName, number: number, signal: AbortSignal): Promise<Thread | undefined>;
  /** The issues that this App has opened, in any state, newest first; pull requests excluded; 300 at most. */
  own(repository: RepositoryName, signal: AbortSignal): AsyncIterable<Thread>;
  open(repository: RepositoryName, issue: NewThread, signal: AbortSignal): Promise<number>;
  /** False: there is none such (any longer). */
  edit(
    repository: RepositoryName,
    number: number,
    change: ThreadChange,
    signal: AbortSignal,
  ): Promise<boolean>;
  /** The comments that this App has written, oldest first. */
  ownComments(repository: RepositoryName, thread: number, signal: AbortSignal): AsyncIterable<Comment>;
  /** Undefined: it was deleted. */
  comment(repository: RepositoryName, id: number, signal: AbortSignal): Promise<Comment | undefined>;
  reply(repository: RepositoryName, thread: number, body: string, signal: AbortSignal): Promise<number>;
  /** False: it was deleted. */
  editComment(repository: RepositoryName, id: number, body: string, signal: AbortSignal): Promise<boolean>;
  /** Adds a reaction of ours; one that is there already stays. */
  react(repository: RepositoryName, comment: number, reaction: Reaction, signal: AbortSignal): Promise<void>;
}

/** What we say without words: taken, done, not understood, not allowed. */
export type Reaction = "eyes" | "rocket" | "confused" | "-1";

/** An issue or pull request as a conversation. */
export interface Thread {
  readonly number: number;
  readonly title: string;
  /** Empty where somebody emptied it. */
  readonly body: string;
  readonly isOpen: boolean;
  readonly isPull: boolean;
  /** Whether this App has opened it. */
  readonly isOwn: boolean;
  readonly url: string;
}

/** An issue to be opened. */
export interface NewThread {
  readonly title: string;
  readonly body: string;
}

/** What an issue is to become. */
export interface ThreadChange {
  readonly title?: string;
  readonly body?: string;
  readonly isOpen?: boolean;
}

/** A comment. */
export interface Comment {
  readonly id: number;
  readonly body: string;
}

/** What somebody may do in a repository, from least to most. https://docs.github.com/en/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles/repository-roles-for-an-organization */
export type Role = (typeof ROLES)[number];
export const ROLES = ["none", "read", "triage", "write", "maintain", "admin"] as const;

/** Whether `held` is at least `wanted`. */
export function isAtLeast(held: Role, wanted: Role): boolean {
  return ROLES.indexOf(held) >= ROLES.indexOf(wanted);
}
