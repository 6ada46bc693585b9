import type { RepositoryName } from "./github.ts";

/** The few calls that we make to pull requests and branches. They throw `GitHubError`. https://docs.github.com/en/rest/pulls */
export interface Pulls {
  /** Undefined: there is none. */
  pull(repository: RepositoryName, number: number, signal: AbortSignal): Promise<PullRequest | undefined>;
  /** The open pull request from a branch of the repository itself. */
  ofBranch(repository: RepositoryName, branch: string, signal: AbortSignal): Promise<PullRequest | undefined>;
  open(repository: RepositoryName, pull: NewPull, signal: AbortSignal): Promise<PullRequest>;
  /**
   * The commit where `head` branched off `base`; full SHAs, or branches. Undefined where the two have none in common, or one is not there.
   * https://docs.github.com/en/rest/commits/commits#compare-two-commits
   */
  mergeBase(
    repository: RepositoryName,
    base: string,
    head: string,
    signal: AbortSignal,
  ): Promise<string | undefined>;
  /** The head of a branch; undefined where there is no such branch. */
  branchHead(repository: RepositoryName, branch: string, signal: AbortSignal): Promise<string | undefined>;
  createBranch(
    repository: RepositoryName,
    branch: string,
    commit: string,
    signal: AbortSignal,
  ): Promise<void>;
  /**
   * Commits a file to a branch, and resolves with the commit. Throws `INVALID` where another one came first (409).
   * https://docs.github.com/en/rest/repos/contents#create-or-update-file-contents
   */
  writeFile(repository: RepositoryName, file: NewFile, signal: AbortSignal): Promise<string>;
}

/** A pull request. Commits are full SHAs. */
export interface PullRequest {
  readonly number: number;
  readonly title: string;
  readonly url: string;
  readonly isOpen: boolean;
  readonly isDraft: boolean;
  /** Its head is in another repository, perhaps one that was deleted: somebody may have written it who may write nothing here. */
  readonly isFork: boolean;
  readonly author: string;
  readonly head: string;
  readonly headBranch: string;
  readonly base: string;
  readonly baseBranch: string;
}

/** A pull request to be opened, from a branch of the repository itself. */
export interface NewPull {
  readonly title: string;
  readonly body: string;
  readonly head: string;
  readonly base: string;
}

/** A file to be committed. */
export interface NewFile {
  readonly path: string;
  readonly branch: string;
  readonly text: string;
  readonly message: string;
  /** The Git blob that it takes the place of; undefined: it is new. */
  readonly replaces: string | undefined;
}
