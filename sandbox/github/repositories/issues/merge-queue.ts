import { Refusal } from "../../refusal.ts";
import type { Account } from "../../world.ts";
import { headCommitJson } from "../push-payload.ts";
import type { Repository } from "../repository.ts";
import type { PullRequest } from "./issue.ts";
import { mergeCommit } from "./merge-commit.ts";

/** A pull request as it would be merged, on a branch of its own while its checks run. */
export interface MergeGroup {
  readonly pull: PullRequest;
  /** `gh-readonly-queue/main/pr-1-<sha of the base>` */
  readonly branch: string;
  readonly head: string;
  readonly base: string;
}

/** The merge queue of a repository. It waits for nobody: a test says how a group ends. https://docs.github.com/en/webhooks/webhook-events-and-payloads#merge_group */
export class MergeQueue {
  readonly #repository: Repository;

  constructor(repository: Repository) {
    this.#repository = repository;
  }

  /** Puts a pull request into the queue, and asks for the checks of its group. Throws 405 where it cannot be merged. */
  async add(pull: PullRequest, who: Account): Promise<MergeGroup> {
    const { git, pulls } = this.#repository;
    const base = git.branch(pull.pull.base);
    if (base === undefined || pull.state !== "open" || pull.pull.isDraft) {
      throw new Refusal(405, "Pull Request is not mergeable");
    }
    const { sha: head } = await mergeCommit(this.#repository, pull, base, who);
    const branch = `gh-readonly-queue/${pull.pull.base}/pr-${pull.number}-${base}`;
    const group: MergeGroup = { pull, branch, head, base };
    await pulls.tell("enqueued", pull, who);
    await this.#repository.moveRef({ ref: `refs/heads/${branch}`, after: head, pusher: who });
    this.#tell("checks_requested", group, who);
    return group;
  }

  /** The checks were green: the base goes on to the group's commit. Throws 405 where it has moved in the meantime. */
  async merge(group: MergeGroup, who: Account): Promise<void> {
    await this.#repository.changeRef(`refs/heads/${group.pull.pull.base}`, who, async (before) => {
      if (before !== group.base)
        throw new Refusal(405, "Base branch was modified. Review and try the merge again.");
      return group.head;
    });
    await this.#end(group, "merged", who);
  }

  /** Takes it out of the queue unmerged: somebody wanted so, or its checks were red. */
  async drop(group: MergeGroup, reason: "dequeued" | "invalidated", who: Account): Promise<void> {
    const why = reason === "dequeued" ? "MANUAL" : "CI_FAILURE";
    await this.#repository.pulls.tell("dequeued", group.pull, who, { reason: why });
    await this.#end(group, reason, who);
  }

  async #end(group: MergeGroup, reason: string, who: Account): Promise<void> {
    this.#tell("destroyed", group, who, { reason });
    await this.#repository.deleteBranch(group.branch, who);
  }

  #tell(action: string, { pull, branch, head, base }: MergeGroup, who: Account, more: object = {}): void {
    const commit = this.#repository.git.commits.get(head);
    if (!commit) throw new Error(`the commit ${head} is gone`);
    const merge_group = {
      head_sha: head,
      head_ref: `refs/heads/${branch}`,
      base_sha: base,
      base_ref: `refs/heads/${pull.pull.base}`,
      head_commit: headCommitJson(commit),
    };
    this.#repository.tell("merge_group", { action, merge_group, ...more }, who);
  }
}
