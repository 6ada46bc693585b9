import { expect } from "vitest";
import type { CheckRun } from "../../../sandbox/github/repositories/checks/check-run.ts";
import type { Issue } from "../../../sandbox/github/repositories/issues/issue.ts";
import type { Repository } from "../../../sandbox/github/repositories/repository.ts";
import type { Account } from "../../../sandbox/github/world.ts";
import { Conversation } from "./conversation.ts";
import type { House } from "./open-house.ts";

/** A repository with a mirror, and what the bot has to say in its issues. */
export class TendedRepository {
  readonly house: House;
  readonly repository: Repository;
  readonly conversation: Conversation;

  constructor(house: House, repository: Repository) {
    this.house = house;
    this.repository = repository;
    this.conversation = new Conversation(house, repository);
  }

  /** Pushes a config, as text, and resolves with its check run when everything has come to its end. */
  async push(config: string): Promise<CheckRun | undefined> {
    const sha = await this.repository.commit({ files: { ".github/mirror.yml": config } });
    await this.house.settled();
    return this.repository.checks.runsOf(sha).at(-1);
  }

  /** Presses Re-run on the newest run so many times, each when all has come to its end. Resolves with the last check run. */
  async rerun(times = 1, seconds = 0): Promise<CheckRun> {
    const newest = () =>
      this.conversation.checks("mirror / sync").at(-1) ?? expect.fail("there is no check run");
    for (let time = 0; time < times; time += 1) {
      this.repository.pressRerun(newest().id);
      await this.house.settled(seconds);
    }
    return newest();
  }

  /** Those that the bot has opened and nobody deleted, oldest first. */
  get issues(): readonly Issue[] {
    const { bot } = this.house.github.world.app;
    return this.repository.issues.all.filter(({ user, pull }) => user.id === bot.id && !pull);
  }

  /** The only one of them. */
  get issue(): Issue {
    const [issue, ...others] = this.issues;
    if (!issue || others.length > 0) expect.fail(`there are ${this.issues.length} issues`);
    return issue;
  }

  /** What the bot has said in a conversation, without what answers to commands. */
  comments(issue = this.issue): readonly string[] {
    return this.conversation
      .ofBot(issue)
      .map(({ body }) => body)
      .filter((body) => !body.includes(":reply-"));
  }

  /** Somebody edits an issue on its page; resolves when all has come to its end. */
  async edit(
    issue: Issue,
    change: { readonly title?: string; readonly body?: string; readonly state?: Issue["state"] },
    who: Account = this.repository.creator,
  ): Promise<void> {
    await this.repository.issues.change(issue, change, who);
    await this.house.settled();
  }

  /** The marker of a text of ours. */
  marker(name: string): string {
    return `<!-- ghcr-mirror:${this.house.github.app.id}:${name} -->`;
  }
}
