import type { CheckRun } from "../../../sandbox/github/repositories/checks/check-run.ts";
import type { Comment, Issue, PullRequest } from "../../../sandbox/github/repositories/issues/issue.ts";
import type { Repository } from "../../../sandbox/github/repositories/repository.ts";
import type { CustomRole, Role } from "../../../sandbox/github/repositories/role-book.ts";
import type { Account } from "../../../sandbox/github/world.ts";
import { configOf } from "./config-of.ts";
import type { House } from "./open-house.ts";

/** What the bot has answered to a comment: its reactions, in order, and the replies that name the comment, without their marker. */
export interface Heard {
  readonly reactions: readonly string[];
  readonly replies: readonly string[];
}

/** 👀 🚀 😕 👎 */
export const [TAKEN, DONE, UNCLEAR, REFUSED] = ["eyes", "rocket", "confused", "-1"] as const;

/** People who talk to the bot in one repository. */
export class Conversation {
  readonly house: House;
  readonly repository: Repository;
  /** Who made the repository. */
  readonly admin: Account;

  constructor(house: House, repository: Repository) {
    this.house = house;
    this.repository = repository;
    this.admin = repository.creator;
  }

  /** Somebody with a role here. Who is given none is a stranger. */
  person(login: string, role?: Role | CustomRole): Account {
    const { github } = this.house;
    const account = github.world.accounts.get(login) ?? github.createUser(login);
    if (role) this.repository.setRole(login, role);
    return account;
  }

  /** A pull request from a branch of its own with a config of these lines. */
  async propose(branch: string, ...mirrors: readonly string[]): Promise<PullRequest> {
    await this.repository.commit({ branch, files: configOf(...mirrors) });
    const pull = await this.repository.openPullRequest({ title: "More images", head: branch });
    await this.house.settled();
    return pull;
  }

  /** Comments, and resolves with the answer when all has come to its end. */
  async say(thread: Issue, who: Account, text: string): Promise<Heard> {
    const comment = this.comment(thread, who, text);
    await this.house.settled();
    return this.heard(comment);
  }

  /** Comments, and does not wait. */
  comment({ number }: Issue, who: Account, text: string): Comment {
    return this.repository.comment(number, who, text);
  }

  heard({ id, issue, reactions }: Comment): Heard {
    const { app } = this.house.github.world;
    const marker = `<!-- ghcr-mirror:${app.id}:reply-${id} -->\n`;
    return {
      reactions: reactions.filter(({ user }) => user.id === app.bot.id).map(({ content }) => content),
      replies: this.ofBot(issue)
        .filter(({ body }) => body.startsWith(marker))
        .map(({ body }) => body.slice(marker.length)),
    };
  }

  /** All that the bot has written in a conversation. */
  ofBot({ comments }: Issue): readonly Comment[] {
    const { bot } = this.house.github.world.app;
    return comments.filter(({ user }) => user.id === bot.id);
  }

  /** The check runs of a commit, or of the head of the default branch. */
  checks(name: string, commit = this.head): readonly CheckRun[] {
    return this.repository.checks.runsOf(commit).filter((check) => check.name === name);
  }

  /** The commit of a branch. */
  headOf(branch: string): string {
    return this.repository.git.branch(branch) ?? "";
  }

  get head(): string {
    return this.headOf(this.repository.defaultBranch);
  }

  /** A file of a branch. */
  async text(path: string, branch = this.repository.defaultBranch): Promise<string | undefined> {
    const { git } = this.repository;
    const commit = git.resolve(this.headOf(branch));
    return commit && (await git.readText(commit, path));
  }

  /** The runs of this repository that were more than a look, oldest first. */
  runs(): Promise<readonly RunRow[]> {
    return this.house.rows<RunRow>(
      `select commit, pull, reason, scope, conclusion, asker->>'login' as asker, cancelled_by as "cancelledBy"
        from ghcr_mirror.runs where repository = ${this.repository.id} and conclusion is distinct from 'none' order by position`,
    );
  }
}

export interface RunRow {
  readonly commit: string;
  readonly pull: number | null;
  readonly reason: string;
  readonly scope: readonly string[];
  readonly conclusion: string | null;
  readonly asker: string | null;
  readonly cancelledBy: string | null;
}
