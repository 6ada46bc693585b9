import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Digest, shortDigest } from "../../src/oci/digest.ts";
import { formatDuration } from "../../src/text/format-duration.ts";
import type { CheckRun } from "../github/repositories/checks/check-run.ts";
import { compareImages } from "./compare-images.ts";
import { followCheckRun } from "./follow-check-run.ts";
import { lookBack, requestsOfApp } from "./look-back.ts";
import { ALPINE, compareMirrored, MIRRORED, sayEqual } from "./mirrored-images.ts";
import type { Narrator } from "./narrator.ts";
import { offeredFile } from "./offered-file.ts";
import type { Scene } from "./open-scene.ts";
import { pushRedis } from "./stock.ts";

/** Docker Hub's for everybody without an account, per six hours. */
export const PULL_LIMIT = 100;

/** To GitHub, for one answer of the App. */
const MOST_REQUESTS = 40;

/** Who tells the story, and how it may be stopped. */
export interface Telling {
  readonly narrator: Narrator;
  readonly signal: AbortSignal;
}

const PATH = ".github/mirror.yml";
const EXAMPLE = join(import.meta.dirname, "../../examples/mirror.yml");
const ADDED = ["  - source: docker.io/library/alpine:3.22", "    on-chnage: keep"];
const MENDED = "    on-change: keep";

/** Tells the story to its end. Throws `AssertionError` where it does not go as it should. */
export async function tellStory(scene: Scene, telling: Telling): Promise<void> {
  await new Story(scene, telling).tell();
}

/** A push, and when it began by `performance.now()`. */
interface Push {
  readonly headSha: string;
  readonly since: number;
}

class Story {
  readonly #scene: Scene;
  readonly #narrator: Narrator;
  readonly #signal: AbortSignal;
  /** Requests that the App made to GitHub for each of its answers. */
  readonly #requests: number[] = [];

  constructor(scene: Scene, { narrator, signal }: Telling) {
    this.#scene = scene;
    this.#narrator = narrator;
    this.#signal = signal;
  }

  async tell(): Promise<void> {
    this.#introduce();
    const config = (await readFile(EXAMPLE, "utf8")).replace(/^#.*\n/, "");
    const question = await this.#firstConfig(config);
    await this.#workflow(question);
    await this.#brokenLine(config);
    const head = await this.#mendedLine(config);
    await this.#rerun(head);
    this.#narrator.say("");
    this.#narrator.found(await lookBack(this.#scene));
    assert(
      Math.max(...this.#requests) < MOST_REQUESTS,
      `an answer took ${Math.max(...this.#requests)} requests`,
    );
    this.#narrator.found(
      `requests of the App to GitHub for each of its answers: ${this.#requests.join(", ")}`,
    );
  }

  #introduce(): void {
    const { github, hub, ghcr, app, startTime, repository } = this.#scene;
    const tags = hub.store.repositories().flatMap((name) => hub.store.tags(name));
    this.#narrator.heading("A GitHub, a Docker Hub and a GHCR on this machine stand in for the real ones");
    this.#narrator.say(
      `  GitHub      ${hostOf(github.url)}  ${repository.fullName}, with the App installed; runs workflows for real`,
      `  docker.io   ${hub.host}  ${tags.length} tags, ${PULL_LIMIT} pulls per six hours`,
      `  ghcr.io     ${ghcr.host}  takes no token of an App, as the real one; holds a package pushed by hand`,
      `  ghcr-mirror ${hostOf(app.url)}  npm start, with a new database: ready after ${formatDuration(startTime)}`,
    );
  }

  async #firstConfig(config: string): Promise<CheckRun> {
    const { hub, ghcr } = this.#scene;
    this.#narrator.heading("1. Somebody pushes a config, and the bot asks for its workflow");
    const push = await this.#pushConfig("Mirror what our CI pulls", config);
    this.#narrator.quote(config);
    const run = await this.#answer(push, "action_required");
    assert(hub.requests.length === 0, "it asked Docker Hub before it could write");
    assert(ghcr.count({ method: "PUT" }) + ghcr.count({ method: "PATCH" }) === 0, "it sent data in vain");
    assert(ghcr.count({ kind: "upload", status: 403 }) === 1, "GHCR was not asked, or more than once");
    this.#found("GHCR was asked once, and refused the App's token; nothing was moved, and no pull spent");
    return run;
  }

  async #workflow(question: CheckRun): Promise<void> {
    const { github, hub, ghcr } = this.#scene;
    this.#narrator.heading("2. The workflow is added, and the images arrive");
    const { path, text } = offeredFile(question);
    const push = await this.#push("Let ghcr-mirror copy images", path, text);
    this.#narrator.deed("octocat", `follows the link, and pushes ${shortSha(push)} with ${path}`);
    await this.#answer(push, "success");
    const equal = compareMirrored(this.#scene, ...MIRRORED);
    assert(ghcr.store.tags("acme/vault").length === 2, "vault has a tag that nobody asked for");
    const fetched = hub.requests.flatMap(({ kind, reference }) => (kind === "blob" && reference) || []);
    assert(new Set(fetched).size === fetched.length, "it has fetched a blob twice");
    assert(github.actions.runs.length === 1, "there is more than one run of the workflow");
    this.#found(
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
    this.#narrator.diff(ADDED.map((line) => ["+", line]));
    const run = await this.#answer(push, "failure");
    this.#narrator.annotations(run.annotations, text);
    const line = text.split("\n").indexOf(ADDED[1] ?? "") + 1;
    assert(run.annotations.length === 1, `there are ${run.annotations.length} annotations, not 1`);
    assert(run.annotations[0]?.start_line === line, `the annotation is not on line ${line}`);
    assert.deepEqual(moved(), before, "something was done all the same");
    this.#found("the annotation is on the line that is wrong, and no workflow was started");
  }

  async #mendedLine(config: string): Promise<string> {
    const { ghcr } = this.#scene;
    this.#narrator.heading("4. The line is put right, and GHCR refuses a package that was pushed by hand");
    const before = ghcr.store.tags(ALPINE.destination);
    const push = await this.#pushConfig("Spell it right", `${config}${ADDED[0]}\n${MENDED}\n`);
    this.#narrator.diff([
      ["-", ADDED[1] ?? ""],
      ["+", MENDED],
    ]);
    const { summary = "" } = await this.#answer(push, "failure");
    assert(summary.includes("permission_denied: write_package"), "GHCR refused it for another reason");
    assert(summary.includes("/alpine/settings"), "it does not say on which page to put that right");
    assert.deepEqual(ghcr.store.tags(ALPINE.destination), before, "it was written all the same");
    this.#found("that image failed alone, with the page where the workflow is given access");
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
    await this.#answer({ headSha: head, since }, "success", 1);
    const backup = `7-${shortDigest(old)}`;
    const equal = new Map([
      ...compareMirrored(this.#scene, ...MIRRORED, ALPINE),
      ...compareImages(
        { store: hub.store, repository: "library/redis", reference: old },
        { store: ghcr.store, repository: "acme/redis", reference: backup },
      ),
    ]);
    this.#found(`acme/redis:7 is the new image, acme/redis:${backup} the old one`, sayEqual(equal));
  }

  async #pushConfig(message: string, text: string): Promise<Push> {
    const push = await this.#push(message, PATH, text);
    this.#narrator.deed("octocat", `pushes ${shortSha(push)} “${message}”, ${PATH}:`);
    return push;
  }

  async #push(message: string, path: string, text: string): Promise<Push> {
    const since = performance.now();
    const headSha = await this.#scene.repository.commit({ files: { [path]: text }, message });
    return { headSha, since };
  }

  /** Tells of the one check run that answers a push, or the one after `earlier` others, which must end as is `wanted`. */
  async #answer({ headSha, since }: Push, wanted: CheckRun["conclusion"], earlier = 0): Promise<CheckRun> {
    const { repository, github } = this.#scene;
    const before = requestsOfApp(this.#scene);
    const following = { headSha, since, earlier, narrator: this.#narrator, signal: this.#signal };
    const run = await followCheckRun(this.#scene, following);
    const { conclusion, title } = run;
    assert(conclusion === wanted, `the check run ended as ${conclusion} (${title}), not as ${wanted}`);
    assert(repository.checks.runsOf(headSha).length === earlier + 1, "there is more than one check run");
    await github.settled();
    this.#requests.push(requestsOfApp(this.#scene) - before);
    return run;
  }

  #found(...sentences: readonly string[]): void {
    this.#narrator.say("");
    for (const sentence of sentences) this.#narrator.found(sentence);
  }

  #digestOfRedis(): Digest {
    const manifest = this.#scene.hub.store.manifest("library/redis", "7");
    assert(manifest, "there is no library/redis:7");
    return manifest.digest;
  }
}

const shortSha = ({ headSha }: { readonly headSha: string }) => headSha.slice(0, 7);
const hostOf = (url: string) => new URL(url).host;
