import assert from "node:assert/strict";
import { type Digest, shortDigest } from "../../src/oci/digest.ts";
import type { CheckRun } from "../github/repositories/checks/check-run.ts";
import { compareImages } from "./compare-images.ts";
import { ALPINE, compareMirrored, MIRRORED, sayEqual } from "./mirrored-images.ts";
import type { Narrator } from "./narrator.ts";
import { offeredFile } from "./offered-file.ts";
import { CONFIG_PATH, type Scene } from "./open-scene.ts";
import { PULL_LIMIT, pushRedis } from "./stock.ts";
import { type Push, type Storyteller, shortSha } from "./storyteller.ts";

const ADDED = ["  - source: docker.io/library/alpine:3.22", "    on-chnage: keep"];
const MENDED = "    on-change: keep";

/** The first act: a config is pushed to the default branch, and what goes wrong until all its images are there. */
export class FirstMirroring {
  readonly #teller: Storyteller;
  readonly #scene: Scene;
  readonly #narrator: Narrator;

  constructor(teller: Storyteller) {
    this.#teller = teller;
    this.#scene = teller.scene;
    this.#narrator = teller.narrator;
  }

  /** Begins with a config, and resolves to what has become of it. */
  async tell(config: string): Promise<string> {
    const question = await this.#firstConfig(config);
    await this.#workflow(question);
    await this.#brokenLine(config);
    const mended = `${config}${ADDED[0]}\n${MENDED}\n`;
    const head = await this.#mendedLine(mended);
    await this.#rerun(head);
    return mended;
  }

  async #firstConfig(config: string): Promise<CheckRun> {
    const { hub, ghcr } = this.#scene;
    this.#narrator.heading("1. Somebody pushes a config, and the bot asks for its workflow");
    const push = await this.#pushConfig("Mirror what our CI pulls", config);
    this.#narrator.quote(config);
    const run = await this.#teller.answer(push, "action_required");
    assert(hub.pulls === 0, "it pulled from Docker Hub before it could write");
    assert(ghcr.count({ method: "PUT" }) + ghcr.count({ method: "PATCH" }) === 0, "it sent data in vain");
    assert(ghcr.count({ kind: "upload", status: 403 }) === 1, "GHCR was not asked, or more than once");
    this.#teller.found(
      "GHCR was asked once, and refused the App's token; nothing was moved, and no pull spent",
    );
    return run;
  }

  async #workflow(question: CheckRun): Promise<void> {
    const { github, hub, ghcr } = this.#scene;
    this.#narrator.heading("2. The workflow is added, and the images arrive");
    const { path, text } = offeredFile(question);
    const push = await this.#teller.push("Let ghcr-mirror copy images", path, text);
    this.#narrator.deed("octocat", `follows the link, and pushes ${shortSha(push)} with ${path}`);
    await this.#teller.answer(push, "success");
    const equal = compareMirrored(this.#scene, ...MIRRORED);
    assert(ghcr.store.tags("acme/vault").length === 2, "vault has a tag that nobody asked for");
    const fetched = hub.requests.flatMap(({ kind, reference }) => (kind === "blob" && reference) || []);
    assert(new Set(fetched).size === fetched.length, "it has fetched a blob twice");
    assert(github.actions.runs.length === 1, "there is more than one run of the workflow");
    this.#teller.found(
      sayEqual(equal),
      `Docker Hub has billed ${hub.pulls} of ${PULL_LIMIT} pulls, one per manifest`,
    );
  }

  async #brokenLine(config: string): Promise<void> {
    const { hub, ghcr, github } = this.#scene;
    const moved = () => [hub.pulls, ghcr.count({ method: "PUT" }), github.actions.runs.length];
    const before = moved();
    this.#narrator.heading("3. Somebody adds an image, with a slip of the keyboard");
    const text = `${config}${ADDED.join("\n")}\n`;
    const push = await this.#pushConfig("Mirror Alpine", text);
    this.#narrator.diff(ADDED.map((line) => `+ ${line}`));
    const run = await this.#teller.answer(push, "failure");
    this.#narrator.annotations(run.annotations, text);
    const line = text.split("\n").indexOf(ADDED[1] ?? "") + 1;
    assert(run.annotations.length === 1, `there are ${run.annotations.length} annotations, not 1`);
    assert(run.annotations[0]?.start_line === line, `the annotation is not on line ${line}`);
    assert.deepEqual(moved(), before, "something was done all the same");
    this.#teller.found("the annotation is on the line that is wrong, and no workflow was started");
  }

  async #mendedLine(text: string): Promise<string> {
    const { ghcr } = this.#scene;
    this.#narrator.heading("4. The line is put right, and GHCR refuses a package that was pushed by hand");
    const before = ghcr.store.tags(ALPINE.destination);
    const push = await this.#pushConfig("Spell it right", text);
    this.#narrator.diff([`- ${ADDED[1]}`, `+ ${MENDED}`]);
    const { summary = "" } = await this.#teller.answer(push, "failure");
    assert(summary.includes("permission_denied: write_package"), "GHCR refused it for another reason");
    assert(summary.includes("/alpine/settings"), "it does not say on which page to put that right");
    assert.deepEqual(ghcr.store.tags(ALPINE.destination), before, "it was written all the same");
    this.#teller.found("that image failed alone, with the page where the workflow is given access");
    return push.headSha;
  }

  async #rerun(head: string): Promise<void> {
    const { hub, ghcr, repository } = this.#scene;
    const old = this.#digestOfRedis();
    this.#narrator.heading(
      "5. It is given access, Docker Hub has a new redis:7, and somebody presses Re-run",
    );
    ghcr.packages.grant(ALPINE.destination, repository.id, "write");
    pushRedis(hub.store, "7.4.2");
    const [run] = repository.checks.runsOf(head);
    assert(run, "there is no check run to press Re-run on");
    const since = performance.now();
    repository.pressRerun(run.id);
    this.#narrator.deed(
      "octocat",
      `adds ${repository.fullName} on that page, and presses Re-run on ${shortSha(run)}`,
    );
    await this.#teller.answer({ headSha: head, since }, "success", 1);
    const backup = `7-${shortDigest(old)}`;
    const equal = new Map([
      ...compareMirrored(this.#scene, ...MIRRORED, ALPINE),
      ...compareImages(
        { store: hub.store, repository: "library/redis", reference: old },
        { store: ghcr.store, repository: "acme/redis", reference: backup },
      ),
    ]);
    this.#teller.found(`acme/redis:7 is the new image, acme/redis:${backup} the old one`, sayEqual(equal));
  }

  async #pushConfig(message: string, text: string): Promise<Push> {
    const push = await this.#teller.push(message, CONFIG_PATH, text);
    this.#narrator.deed("octocat", `pushes ${shortSha(push)} “${message}”, ${CONFIG_PATH}:`);
    return push;
  }

  #digestOfRedis(): Digest {
    const manifest = this.#scene.hub.store.manifest("library/redis", "7");
    assert(manifest, "there is no library/redis:7");
    return manifest.digest;
  }
}
