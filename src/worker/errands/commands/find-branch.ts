import type { PullRequest } from "../../../github/pulls.ts";
import type { Asked } from "./asked.ts";

const NAME = "ghcr-mirror/add";
/** Branches that are left over from pull requests that were closed. */
const MOST_BRANCHES = 10;

/** The branch that images are added on. */
export interface AdditionBranch {
  readonly name: string;
  /** Its head; of the default branch, where it is to be made. */
  readonly commit: string;
  readonly isThere: boolean;
  /** The open pull request from it, where there is one. */
  readonly pull: PullRequest | undefined;
}

/**
 * The branch of the open pull request that adds images to the default branch, or else one that is free: it is not there, or nothing was
 * committed to it, because an earlier try broke off. Undefined: there is none.
 */
export async function findBranch(
  { github: { pulls }, place: { repository }, signal }: Asked,
  defaultBranch: string,
  head: string,
): Promise<AdditionBranch | undefined> {
  let free: AdditionBranch | undefined;
  for (let at = 1; at <= MOST_BRANCHES; at++) {
    const name = at === 1 ? NAME : `${NAME}-${at}`;
    const commit = await pulls.branchHead(repository, name, signal);
    if (commit === undefined) return free ?? { name, commit: head, isThere: false, pull: undefined };
    const pull = await pulls.ofBranch(repository, name, signal);
    if (pull?.baseBranch === defaultBranch) return { name, commit, isThere: true, pull };
    if (!pull && commit === head) free ??= { name, commit, isThere: true, pull: undefined };
  }
  return free;
}
