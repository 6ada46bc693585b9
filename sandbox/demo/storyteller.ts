import assert from "node:assert/strict";
import { formatDuration } from "../../src/text/format-duration.ts";
import type { CheckRun } from "../github/repositories/checks/check-run.ts";
import type { Issue, Reaction } from "../github/repositories/issues/issue.ts";
import type { Account } from "../github/world.ts";
import { followCheckRun } from "./follow-check-run.ts";
import { requestsOfApp } from "./look-back.ts";
import type { Narrator } from "./narrator.ts";
import type { Scene } from "./open-scene.ts";
import { until } from "./until.ts";

/** Who tells the story, and how it may be stopped. */
export interface Telling {
  readonly narrator: Narrator;
  readonly signal: AbortSignal;
}

/** A push, or something else that is answered on a commit, and when it began by `performance.now()`. */
export interface Push {
  readonly headSha: string;
  readonly since: number;
}

/** The reactions to a comment, and when it was written. */
export interface Said {
  readonly reactions: readonly Reaction[];
  readonly since: number;
}

const FACES = { eyes: "👀", rocket: "🚀", confused: "😕", "-1": "👎" } as const;

/** Lets people do things, waits for the App's answers, and tells both. What does not go as it should throws `AssertionError`. */
export class Storyteller {
  readonly scene: Scene;
  readonly narrator: Narrator;
  readonly #signal: AbortSignal;
  /** Requests that the App made to GitHub for each of its answers. */
  readonly requests: number[] = [];
  /** All that it had made when the last answer was over. */
  #counted: number;

  constructor(scene: Scene, { narrator, signal }: Telling) {
    this.scene = scene;
    this.narrator = narrator;
    this.#signal = signal;
    this.#counted = requestsOfApp(scene);
  }

  /** Pushes one file. */
  async push(message: string, path: string, text: string, branch = "main"): Promise<Push> {
    const since = performance.now();
    const { repository } = this.scene;
    const headSha = await repository.commit({ files: { [path]: text }, message, branch });
    return { headSha, since };
  }

  /** Comments, and tells so. */
  comment({ number }: Issue, who: Account, text: string): Said {
    const since = performance.now();
    const { reactions } = this.scene.repository.comment(number, who, text);
    this.narrator.deed(who.login, `comments on #${number}: ${text}`);
    return { reactions, since };
  }

  /** Tells of the one check run that answers a push, or the one after `earlier` others, which must end as is `wanted`; and what it says. */
  async answer(push: Push, wanted: CheckRun["conclusion"], earlier = 0): Promise<CheckRun> {
    const run = await this.follow(push, wanted, earlier);
    this.narrator.output(run);
    await this.over();
    return run;
  }

  /** The same, but not what it says. */
  async follow({ headSha, since }: Push, wanted: CheckRun["conclusion"], earlier = 0): Promise<CheckRun> {
    const { repository } = this.scene;
    const following = { headSha, since, earlier, narrator: this.narrator, signal: this.#signal };
    const run = await followCheckRun(this.scene, following);
    const { conclusion, title } = run;
    if (conclusion !== wanted) this.narrator.output(run);
    assert(conclusion === wanted, `the check run ended as ${conclusion} (${title}), not as ${wanted}`);
    assert(repository.checks.runsOf(headSha).length === earlier + 1, "there is more than one check run");
    return run;
  }

  /** Waits for a reaction of the App to a comment, and tells it. */
  async reaction({ reactions, since }: Said, wanted: keyof typeof FACES): Promise<void> {
    const { bot } = this.scene.github.world.app;
    const isWanted = ({ content, user }: Reaction) => user === bot && content === wanted;
    await this.until(`the comment has the reaction ${wanted}`, () => reactions.find(isWanted));
    const after = formatDuration(performance.now() - since);
    this.narrator.say(`  ${FACES[wanted]} by ${bot.login} after ${after}`);
  }

  /** As {@link until}, for as long as the App runs and nobody interrupts. */
  until<T>(what: string, look: () => T | undefined): Promise<T> {
    return until(what, look, { app: this.scene.app, signal: this.#signal });
  }

  /** Notes how many requests an answer took that is over now. */
  async over(): Promise<void> {
    await this.scene.github.settled();
    const all = requestsOfApp(this.scene);
    this.requests.push(all - this.#counted);
    this.#counted = all;
  }

  /** Things that were looked into, after an empty line. */
  found(...sentences: readonly string[]): void {
    this.narrator.say("");
    for (const sentence of sentences) this.narrator.found(sentence);
  }
}

/** As GitHub shortens them. */
export const shortSha = ({ headSha }: { readonly headSha: string }) => headSha.slice(0, 7);
