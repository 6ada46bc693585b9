import assert from "node:assert/strict";
import { count } from "../../src/text/count.ts";
import type { PullRequest } from "../github/repositories/issues/issue.ts";
import { pullFilesJson } from "../github/repositories/json/pull-json.ts";
import { ALPINE, compareMirrored, MIRRORED, NGINX, sayEqual } from "./mirrored-images.ts";
import { CONFIG_PATH, type Scene } from "./open-scene.ts";
import { type Storyteller, shortSha } from "./storyteller.ts";

const ADDED = "  - docker.io/library/nginx:1.29";
const ASKED = "docker.io/library/busybox:1.37";

/** The second act: a pull request is planned, mirrored before it is merged, and merged; and an image is asked for in a comment. */
export class Conversation {
  readonly #teller: Storyteller;
  readonly #scene: Scene;

  constructor(teller: Storyteller) {
    this.#teller = teller;
    this.#scene = teller.scene;
  }

  /** Begins with a config that is in force. */
  async tell(config: string): Promise<void> {
    const pull = await this.#proposal(config);
    await this.#sync(pull);
    await this.#merge(pull);
    await this.#addition(pull);
  }

  async #proposal(config: string): Promise<PullRequest> {
    const { repository, hub, ghcr, github } = this.#scene;
    const { narrator } = this.#teller;
    const moved = () => [ghcr.count({ method: "PUT" }), github.actions.runs.length];
    const before = { moved: moved(), pulls: hub.pulls };
    narrator.heading("6. A pull request adds an image, and the bot says what that would do");
    const title = "Mirror nginx";
    const push = await this.#teller.push(title, CONFIG_PATH, `${config}${ADDED}\n`, "nginx");
    const pull = await repository.openPullRequest({ title, head: "nginx" });
    narrator.deed("octocat", `opens pull request #${pull.number} “${title}”, ${CONFIG_PATH}:`);
    narrator.diff([`+ ${ADDED}`]);
    await this.#teller.follow(push, "success");
    const comment = await this.#teller.until("the pull request has a comment", () => pull.comments[0]);
    narrator.say("");
    narrator.deed(comment.user.login, `comments on #${pull.number}:`);
    narrator.comment(comment.body);
    await this.#teller.over();
    assert(comment.body.includes("docker.io/library/nginx:1.29"), "the comment does not name the image");
    assert.deepEqual(moved(), before.moved, "something was done all the same");
    const pulls = count(hub.pulls - before.pulls, "pull");
    this.#teller.found(`nothing was moved, and no workflow started; to look at the image took ${pulls}`);
    return pull;
  }

  async #sync(pull: PullRequest): Promise<void> {
    const { maintainer, stranger } = this.#scene;
    const { narrator } = this.#teller;
    const { actions } = this.#scene.github;
    const before = actions.runs.length;
    narrator.heading("7. A maintainer has it mirrored before it is merged; a stranger may not");
    const said = this.#teller.comment(pull, maintainer, "/mirror sync");
    await this.#teller.reaction(said, "eyes");
    await this.#teller.over();
    await this.#teller.until("the workflow was started", () => actions.runs[before]);
    narrator.say("");
    await this.#teller.reaction(this.#teller.comment(pull, stranger, "/mirror sync"), "-1");
    await this.#teller.over();
    narrator.say("");
    const { headSha } = pull.pull;
    const run = await this.#teller.follow({ headSha, since: said.since }, "success", 1);
    narrator.output(run);
    narrator.say("");
    await this.#teller.reaction(said, "rocket");
    await this.#teller.over();
    assert(actions.runs.length === before + 1, "there is not one run of the workflow");
    assert(pull.comments.length === 3, "it has said more than its plan");
    const equal = compareMirrored(this.#scene, NGINX);
    this.#teller.found(
      "the stranger has started nothing, and got no answer but the reaction",
      `CI of #${pull.number} can pull the image: ${sayEqual(equal)}`,
    );
  }

  async #merge(pull: PullRequest): Promise<void> {
    const { maintainer, repository, ghcr } = this.#scene;
    const writes = ghcr.count({ method: "PUT" });
    this.#teller.narrator.heading("8. It is merged, and there is nothing left to do");
    const since = performance.now();
    const headSha = await repository.pulls.merge(pull, maintainer);
    this.#teller.narrator.deed(maintainer.login, `merges #${pull.number} as ${shortSha({ headSha })}`);
    await this.#teller.answer({ headSha, since }, "neutral");
    assert(ghcr.count({ method: "PUT" }) === writes, "something was written once more");
    compareMirrored(this.#scene, ...MIRRORED, ALPINE, NGINX);
    this.#teller.found("no manifest was written once more");
  }

  async #addition({ number }: PullRequest): Promise<void> {
    const { maintainer, repository } = this.#scene;
    const { narrator } = this.#teller;
    narrator.heading("9. Somebody asks for an image in a comment, and the bot opens the pull request");
    const issue = repository.openIssue("Our CI needs BusyBox");
    const said = this.#teller.comment(issue, maintainer, `/mirror add ${ASKED}`);
    await this.#teller.reaction(said, "eyes");
    const isNew = () => repository.pulls.all.find((pull) => pull.number > number);
    const pull = await this.#teller.until("there is a pull request", isNew);
    narrator.say("");
    narrator.deed(pull.user.login, `opens pull request #${pull.number} “${pull.title}”:`);
    const [file, ...more] = await pullFilesJson(repository, pull);
    narrator.diff((file?.patch ?? "").split("\n").slice(1));
    await this.#teller.over();
    assert(file?.filename === CONFIG_PATH && more.length === 0, "it changes another file");
    assert(file.additions === 1 && file.deletions === 0, "it changes more than one line");
    this.#teller.narrator.found("one line was added; the others, and their comments, are as they were");
  }
}
