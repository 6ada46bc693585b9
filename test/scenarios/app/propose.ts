import { expect } from "vitest";
import type { CheckRun } from "../../../sandbox/github/repositories/checks/check-run.ts";
import type { Files } from "../../../sandbox/github/repositories/git/file-content.ts";
import type { Comment, PullRequest } from "../../../sandbox/github/repositories/issues/issue.ts";
import type { Repository } from "../../../sandbox/github/repositories/repository.ts";
import type { Account } from "../../../sandbox/github/world.ts";
import type { House } from "./open-house.ts";

/** What is proposed, and how it differs from what usually is. */
export interface ProposalOptions {
  /** The branch that the commit goes to (default `topic`). */
  readonly branch?: string;
  /** Where it is to be merged (default: the default branch). */
  readonly base?: string;
  readonly isDraft?: boolean;
  /** Who opens it (default: the repository's creator). */
  readonly who?: Account;
}

/** A pull request, and what the App says there. */
export interface Proposed {
  readonly pull: PullRequest;
  /** The newest `mirror / plan` on its head. */
  readonly check: () => CheckRun;
  /** All of them, on all of its heads. */
  readonly checks: () => readonly CheckRun[];
  /** The comments of the App. */
  readonly comments: () => readonly Comment[];
  /** Pushes another commit to its branch, and resolves when all is settled. */
  readonly push: (files: Files) => Promise<string>;
}

/** Opens a pull request with these files, and resolves when everything has come to its end. */
export async function propose(
  house: House,
  repository: Repository,
  files: Files,
  { branch = "topic", who = repository.creator, ...options }: ProposalOptions = {},
): Promise<Proposed> {
  const heads: string[] = [];
  const push = async (changed: Files) => {
    const sha = await repository.commit({ branch, files: changed });
    heads.push(sha);
    await house.settled();
    return sha;
  };
  await push(files);
  const pull = await repository.openPullRequest(
    { title: "Change the mirror", head: branch, ...options },
    who,
  );
  await house.settled();
  return { pull, push, ...told(house, repository, pull, heads) };
}

/** What the App says on a pull request and its heads. */
export function told(
  house: House,
  repository: Repository,
  pull: PullRequest,
  heads: readonly string[] = [pull.pull.headSha],
): Pick<Proposed, "check" | "checks" | "comments"> {
  const plansOn = (sha: string) =>
    repository.checks.runsOf(sha).filter(({ name }) => name === "mirror / plan");
  return {
    check: () => plansOn(pull.pull.headSha).at(-1) ?? expect.fail("the head has no plan"),
    checks: () => heads.flatMap(plansOn),
    comments: () => pull.comments.filter(({ user }) => user === house.github.world.app.bot),
  };
}
