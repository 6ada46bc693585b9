/** Who wrote something, and when. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly date: Date;
}

/** A commit to be written. */
export interface NewCommit {
  readonly message: string;
  /** Sha of its tree. */
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
}

/** One that was written. */
export interface Commit extends NewCommit {
  readonly sha: string;
}

/** What GitHub writes where there is no commit: before a branch was made and after it was deleted. */
export const NO_COMMIT = "0".repeat(40);
