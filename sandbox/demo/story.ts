import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Digest, shortDigest } from "../../src/oci/digest.ts";
import { formatBytes } from "../../src/text/format-bytes.ts";
import { formatDuration } from "../../src/text/format-duration.ts";
import type { CheckRun } from "../github/repositories/checks/check-run.ts";
import type { SandboxRegistry } from "../registry/start-registry.ts";
import { compareImages } from "./compare-images.ts";
import { pushRedis } from "./docker-hub-images.ts";
import type { Narrator } from "./narrator.ts";
import type { Scene } from "./open-scene.ts";
import { until } from "./until.ts";

/** Docker Hub's for everybody without an account, per six hours. */
export const PULL_LIMIT = 100;

/** Who tells the story, and how it may be stopped. */
export interface Telling {
  readonly narrator: Narrator;
  readonly signal: AbortSignal;
}

const PATH = ".github/mirror.yml";
const EXAMPLE = join(import.meta.dirname, "../../examples/mirror.yml");
const ADDED = ["  - source: docker.io/library/alpine:3.22", "    on-chnage: keep"];
const MENDED = "    on-change: keep";

/** What the configs mean: the repository at Docker Hub, the one at GHCR, and the tags. */
const MIRRORED = [
  ["library/redis", "acme/redis", ["7"]],
  ["nsmithuk/local-kms", "acme/local-kms", ["3.11.7"]],
  ["hashicorp/vault", "acme/vault", ["1.17.6", "1.18.3"]],
] as const;
const WITH_ALPINE = [...MIRRORED, ["library/alpine", "acme/alpine", ["3.22"]]] as const;

/** Tells the story to its end. Throws `AssertionError` where it does not go as it should. */
export async function tellStory(scene: Scene, telling: Telling): Promise<void> {
  await new Story(scene, telling).tell();
}

class Story {
  readonly #scene: Scene;
  readonly #narrator: Narrator;
  readonly #signal: AbortSignal;

  constructor(scene: Scene, { narrator, signal }: Telling) {
    this.#scene = scene;
    this.#narrator = narrator;
    this.#signal = signal;
  }

  async tell(): Promise<void> {
    this.#introduce();
    const config = (await readFile(EXAMPLE, "utf8")).replace(/^#.*\n/, "");
    await this.#firstConfig(config);
    await this.#brokenLine(config);
    const head = await this.#mendedLine(config);
    await this.#movedTag(head);
    await this.#lookBack();
  }

  #introduce(): void {
    const { github, hub, ghcr, app, startTime, repository } = this.#scene;
    const tags = hub.store.repositories().flatMap((name) => hub.store.tags(name));
    this.#narrator.heading("A GitHub, a Docker Hub and a GHCR on this machine stand in for the real ones");
    this.#narrator.say(
      `  GitHub      ${hostOf(github.url)}  ${repository.fullName}, with the App installed`,
      `  docker.io   ${hub.host}  ${tags.length} tags, ${PULL_LIMIT} pulls per six hours`,
      `  ghcr.io     ${ghcr.host}  empty`,
      `  ghcr-mirror ${hostOf(app.url)}  npm start, with a new database: ready after ${formatDuration(startTime)}`,
    );
  }

  async #firstConfig(config: string): Promise<void> {
    const { hub, ghcr, repository } = this.#scene;
    this.#narrator.heading("1. Somebody pushes a config, and the bot mirrors");
    const push = await this.#push("Mirror what our CI pulls", config);
    this.#narrator.quote(config);
    const run = await this.#follow(push.sha, push.at);
    requireEnd(run, "success");
    const equal = this.#compareAll(MIRRORED);
    assert(ghcr.store.tags("acme/vault").length === 2, "vault has a tag that nobody asked for");
    const fetched = hub.requests.flatMap(({ kind, reference }) => (kind === "blob" && reference) || []);
    assert(new Set(fetched).size === fetched.length, "it has fetched a blob twice");
    assert(repository.checks.runsOf(push.sha).length === 1, "there is more than one check run");
    this.#narrator.say("");
    this.#narrator.found(comparison(equal));
    this.#narrator.found(`Docker Hub has billed ${hub.pulls} of ${PULL_LIMIT} pulls, one per manifest`);
  }

  async #brokenLine(config: string): Promise<void> {
    const { hub, ghcr, repository } = this.#scene;
    const before = [hub.pulls, ghcr.count({ method: "PUT" })];
    this.#narrator.heading("2. Somebody adds an image, with a slip of the keyboard");
    const text = `${config}${ADDED.join("\n")}\n`;
    const { sha, at } = await this.#push("Mirror Alpine", text);
    this.#narrator.diff(ADDED.map((line) => ["+", line]));
    const run = await this.#follow(sha, at);
    requireEnd(run, "failure");
    this.#narrator.annotations(run.annotations, text);
    const line = text.split("\n").indexOf(ADDED[1] ?? "") + 1;
    assert(run.annotations.length === 1, `there are ${run.annotations.length} annotations, not 1`);
    assert(run.annotations[0]?.start_line === line, `the annotation is not on line ${line}`);
    assert.deepEqual([hub.pulls, ghcr.count({ method: "PUT" })], before, "something was copied all the same");
    assert(repository.checks.runsOf(sha).length === 1, "there is more than one check run");
    this.#narrator.say("");
    this.#narrator.found("the annotation is on the line that is wrong, and nothing was copied");
  }

  async #mendedLine(config: string): Promise<string> {
    this.#narrator.heading("3. The line is put right");
    const { sha, at } = await this.#push("Spell it right", `${config}${ADDED[0]}\n${MENDED}\n`);
    this.#narrator.diff([
      ["-", ADDED[1] ?? ""],
      ["+", MENDED],
    ]);
    requireEnd(await this.#follow(sha, at), "success");
    this.#narrator.say("");
    this.#narrator.found(comparison(this.#compareAll(WITH_ALPINE)));
    return sha;
  }

  async #movedTag(head: string): Promise<void> {
    const { hub, ghcr, repository } = this.#scene;
    const old = this.#digestOfRedis();
    pushRedis(hub.store, "7.4.2");
    this.#narrator.heading("4. Docker Hub has a new redis:7, and somebody presses Re-run");
    const [run] = repository.checks.runsOf(head);
    assert(run, "there is no check run to press Re-run on");
    const at = performance.now();
    repository.pressRerun(run.id);
    this.#narrator.deed("octocat", `presses Re-run on ${head.slice(0, 7)}`);
    requireEnd(await this.#follow(head, at, 1), "success");
    const backup = `7-${shortDigest(old)}`;
    const equal = new Map([
      ...this.#compareAll(WITH_ALPINE),
      ...compareImages(
        { store: hub.store, repository: "library/redis", reference: old },
        { store: ghcr.store, repository: "acme/redis", reference: backup },
      ),
    ]);
    this.#narrator.say("");
    this.#narrator.found(`acme/redis:7 is the new image, acme/redis:${backup} the old one`);
    this.#narrator.found(comparison(equal));
  }

  /** What must be true of all that has happened. */
  async #lookBack(): Promise<void> {
    const { github, hub } = this.#scene;
    await github.settled();
    const lost = github.hooks.log.filter(({ status }) => status !== "OK");
    assert(lost.length === 0, `the App did not take ${lost.length} of the webhooks`);
    assert.deepEqual(github.violations, [], "the sandbox broke GitHub's contract");
    const refused = github.requests.filter(({ status }) => status >= 400 && status !== 404);
    assert.deepEqual(
      refused.map(({ method, path, status }) => `${method} ${path}: ${status}`),
      [],
      "GitHub refused what the App asked for",
    );
    this.#narrator.found(
      `${github.hooks.log.length} webhooks taken, ${github.requests.length} requests to GitHub, ${hub.pulls} pulls in all`,
    );
  }

  async #push(message: string, config: string): Promise<{ readonly sha: string; readonly at: number }> {
    const { repository } = this.#scene;
    const at = performance.now();
    const sha = await repository.commit({ files: { [PATH]: config }, message });
    this.#narrator.deed("octocat", `pushes ${sha.slice(0, 7)} “${message}”, ${PATH}:`);
    return { sha, at };
  }

  /** Tells of a check run, the one after `earlier` others on its commit, from its first word to its last. */
  async #follow(sha: string, since: number, earlier = 0): Promise<CheckRun> {
    const { repository, app } = this.#scene;
    const waiting = { app, signal: this.#signal };
    const find = () => repository.checks.runsOf(sha)[earlier];
    const after = () => `after ${formatDuration(performance.now() - since)}`;
    const run = await until("the commit has a check run", find, waiting);
    this.#narrator.deed("ghcr-mirror[bot]", `answers on ${sha.slice(0, 7)}:`);
    if (run.status !== "completed") {
      this.#narrator.state(run, after());
      await until("the check run is completed", () => run.completedAt, waiting);
    }
    this.#narrator.state(run, after());
    this.#narrator.output(run);
    return run;
  }

  #compareAll(mirrored: typeof MIRRORED | typeof WITH_ALPINE): ReadonlyMap<Digest, number> {
    const { hub, ghcr } = this.#scene;
    return new Map(
      mirrored.flatMap(([from, to, tags]) =>
        tags.flatMap((reference) => [
          ...compareImages(
            { store: hub.store, repository: from, reference },
            { store: ghcr.store, repository: to, reference },
          ),
        ]),
      ),
    );
  }

  #digestOfRedis(): Digest {
    const { store }: SandboxRegistry = this.#scene.hub;
    const manifest = store.manifest("library/redis", "7");
    assert(manifest, "there is no library/redis:7");
    return manifest.digest;
  }
}

function requireEnd({ conclusion, title }: CheckRun, wanted: CheckRun["conclusion"]): void {
  assert(conclusion === wanted, `the check run ended as ${conclusion} (${title}), not as ${wanted}`);
}

function comparison(equal: ReadonlyMap<Digest, number>): string {
  const bytes = [...equal.values()].reduce((sum, size) => sum + size, 0);
  return `${equal.size} manifests and blobs (${formatBytes(bytes)}) are in GHCR, byte for byte: each was hashed once more`;
}

const hostOf = (url: string) => new URL(url).host;
