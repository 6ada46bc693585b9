import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import type { DockerHubOptions } from "../../sandbox/registry/docker-hub-manners.ts";
import { dockerHubManners } from "../../sandbox/registry/docker-hub-manners.ts";
import { status } from "../../sandbox/registry/fault-acts.ts";
import { JobError } from "../../src/action/job-error.ts";
import { runJob } from "../../src/action/run-job.ts";
import { artifactName, RESULT_FILE } from "../../src/workflow/job-result.ts";
import { readResult } from "../../src/workflow/read-result.ts";
import { NO_IMAGE } from "../../src/workflow/workflow-inputs.ts";
import { recorder } from "../cli/recorder.ts";
import { serve } from "../oci/serve.ts";
import { type Stage, setStage, TOKEN } from "../scenarios/stage.ts";
import { jobEnvironment } from "./job-environments.ts";

let folders = "";
let jobs = 0;
beforeAll(async () => {
  folders = await mkdtemp(join(tmpdir(), "ghcr-mirror-"));
});
afterAll(() => rm(folders, { recursive: true }));

interface Settings {
  readonly variables?: Readonly<Record<string, string>>;
  readonly token?: string;
  readonly signal?: AbortSignal;
}

/** Runs a job on a config of these lines, and gathers what it leaves. */
async function run(stage: Stage, mirrors: string, { variables = {}, token = TOKEN, signal }: Settings = {}) {
  const packages = new Map<string, string>();
  const deleted: string[] = [];
  await using github = await serve((request, response) => {
    const { method, url = "" } = request;
    if (url.includes("/packages/")) {
      // Of a package, GitHub lists the manifests by their tags, and deletes them.
      const [, name = "", id] = /container\/([^/]+)\/versions(?:\/(\d+))?/.exec(url) ?? [];
      const digests = [
        ...new Set(stage.ghcr.store.tags(`acme/${name}`).map((tag) => digestAt(stage, name, tag))),
      ];
      if (method === "DELETE") deleted.push(`${name}@${packages.get(id ?? "")}`);
      const versions = digests.map((digest, at) => {
        packages.set(`${at}`, digest);
        const tags = stage.ghcr.store
          .tags(`acme/${name}`)
          .filter((tag) => digestAt(stage, name, tag) === digest);
        return { id: at, name: digest, metadata: { container: { tags } } };
      });
      response.writeHead(200).end(JSON.stringify(versions));
      return;
    }
    const isAllowed = request.headers.authorization === `Bearer ${token}`;
    response.writeHead(isAllowed ? 200 : 401).end(`version: 1\nmirrors:\n${mirrors}\n`);
  });
  const folder = join(folders, `${jobs++}`);
  const file = (name: string) => join(folder, name);
  const job = jobEnvironment({
    MIRROR_RESULTS: folder,
    GITHUB_API_URL: github.url,
    GITHUB_STEP_SUMMARY: file("summary.md"),
    GITHUB_OUTPUT: file("outputs"),
    ...variables,
  });
  const stdout = recorder();
  const ended = await runJob({
    job,
    token,
    endpoints: new Map([
      ["docker.io", new URL(stage.hub.url)],
      ["ghcr.io", new URL(stage.ghcr.url)],
    ]),
    proxyFor: undefined,
    stdout,
    clock: stage.clock,
    random: () => 0,
    createToken: () => "t0ken",
    signal: signal ?? new AbortController().signal,
  }).then(
    (report) => ({ report }),
    (error: unknown) => ({ error }),
  );
  const read = (name: string) => (existsSync(file(name)) ? readFileSync(file(name), "utf8") : undefined);
  const outputs = Object.fromEntries((read("outputs") ?? "").split("\n").map((line) => line.split(/=(.*)/s)));
  const bytes = read(RESULT_FILE);
  const expected = { run: "0193f4a2-7b1c-7d3e-8f00-1234567890ab", destination: "ghcr.io/acme" };
  return {
    ...ended,
    deleted,
    log: stdout.text(),
    summary: read("summary.md"),
    artifact: outputs["artifact"],
    more: outputs["more"],
    result: bytes === undefined ? undefined : readResult(Buffer.from(bytes), expected),
  };
}

function digestAt({ ghcr }: Stage, name: string, tag: string): string {
  return ghcr.store.manifest(`acme/${name}`, tag)?.digest ?? "";
}

async function set(tags: readonly string[], manners: DockerHubOptions = {}): Promise<Stage> {
  const stage = await setStage({ manners: dockerHubManners(manners) });
  for (const tag of tags) pushImage(stage.hub.store, "library/app", tag, generateImage({ seed: tag }));
  return stage;
}

const MANY = Array.from({ length: 12 }, (_, index) => `1.${index}`);
const ALL = `- { source: app, tags: ["*"] }`;
const SOME = `- { source: app, tags: ["[1-9]*"] }`;

describe("a job", () => {
  it("copies what the config means, and leaves what the App and people want to know", async () => {
    await using stage = await set(["1", "2"]);
    const { result, summary, artifact, more, log } = await run(
      stage,
      `${ALL}\n- { source: app, tags: ["9*"] }`,
    );
    expect(stage.ghcr.store.tags("acme/app").sort()).toEqual(["1", "2"]);
    expect(result).toMatchObject({ part: 0, parts: 1, report: { summary: { copied: 2, failed: 0 } } });
    expect(result?.report.unmatched).toEqual([{ source: "docker.io/library/app", pattern: "9*", line: 4 }]);
    expect(artifact).toBe(artifactName(1, 0));
    expect(more).toBeUndefined();
    expect(summary).toMatch(/^## Synced: 2 copied/);
    expect(summary).toContain("[run 17](<https://github.com/Acme/mirrors/actions/runs/4711>)");
    expect(log).toMatch(/^::stop-commands::t0ken\n/);
    expect(log).toMatch(/\[2\/2\] docker\.io\/library\/app:\d → ghcr\.io\/acme\/app:\d: copied/);
    expect(log).toMatch(/Synced: 2 copied[^\n]*\n::t0ken::\n$/);
  });

  it("leaves a result where images fail, with what to do about it in a workflow", async () => {
    await using stage = await set(["1", "2"]);
    stage.hub.faults.add({ when: { method: "HEAD", reference: "2" }, times: 99, act: status(403) });
    const { result, artifact, log } = await run(stage, ALL, { variables: { GITHUB_RUN_ATTEMPT: "3" } });
    expect(artifact).toBe("ghcr-mirror-3-0");
    expect(result?.report.summary).toMatchObject({ copied: 1, failed: 1 });
    const failed = result?.report.images.find((image) => image.result === "failed");
    expect(failed?.error?.remedy).toContain("MIRROR_DOCKER_CONFIG");
    expect(failed?.error?.message).not.toContain("127.0.0.1");
    expect(log).toMatch(
      /\nFailed: docker\.io\/library\/app:2 → ghcr\.io\/acme\/app:2\n {2}At the source \(DENIED\): .*\n.*MIRROR_DOCKER_CONFIG/,
    );
  });

  it("leaves what is known where it is stopped", async () => {
    await using stage = await set(["1", "2"]);
    const stop = new AbortController();
    stage.hub.faults.add({
      when: { kind: "blob" },
      times: 99,
      act: { name: "stop", run: async () => void stop.abort() },
    });
    const { result, summary } = await run(stage, ALL, { signal: stop.signal });
    expect(result?.report.images.map(({ error }) => error?.code)).toEqual(["CANCELED", "CANCELED"]);
    expect(summary).toMatch(/^## Stopped: 2 left undone/);
    expect(stage.ghcr.openUploads).toBe(0);
  });

  it("leaves a large plan to further jobs, which bring all of it", async () => {
    await using stage = await set(MANY);
    const first = await run(stage, ALL, {
      variables: { MIRROR_BYTES_PER_JOB: "1000", MIRROR_PARALLEL: "3" },
    });
    expect(first.result).toMatchObject({ part: 0, parts: 4, report: { images: [] } });
    expect(first.summary).toMatch(/^## 12 images, [\d.]+ kB, left to 3 further jobs\n/);
    expect(first.more).not.toMatch(/[{}]/);
    const parts: string[][] = JSON.parse(first.more ?? "[]");
    expect(parts.map(([name]) => name)).toEqual(["1 of 3", "2 of 3", "3 of 3"]);
    const results = [];
    for (const part of parts) {
      const variables = { MIRROR_PART: JSON.stringify(part), MIRROR_BYTES_PER_JOB: "1" };
      results.push(await run(stage, ALL, { variables }));
    }
    expect(results.map(({ artifact }) => artifact)).toEqual([1, 2, 3].map((part) => artifactName(1, part)));
    expect(results.map(({ more }) => more)).toEqual([undefined, undefined, undefined]);
    const images = results.flatMap(({ result }) => result?.report.images ?? []);
    expect(images.map((image) => image.result)).toEqual(MANY.map(() => "done"));
    expect(stage.ghcr.store.tags("acme/app").sort()).toEqual([...MANY].sort());
  });

  it("leaves pulls to others, and fails for none of that", async () => {
    await using stage = await set(["1", "2", "3", "4", "5"], { limit: 8 });
    const { result, log } = await run(stage, ALL, { variables: { MIRROR_RESERVE: "5" } });
    // Of a limit so small, half is used.
    expect(stage.hub.pulls).toBe(4);
    expect(result?.report.summary).toMatchObject({ copied: 4, failed: 0, deferred: 1 });
    expect(result?.report.images.find((image) => image.result === "deferred")).not.toHaveProperty("until");
    expect(log).not.toContain("Failed:");
  });

  it("brings of what has to be old enough what the App has cleared", async () => {
    await using stage = await set(["1", "2"]);
    const [one, two] = ["1", "2"].map((tag) => stage.hub.store.manifest("library/app", tag)?.digest);
    const cleared = [
      `docker.io/library/app:1@${one}`,
      `docker.io/library/app:2@${"sha256:"}${"0".repeat(64)}`,
    ];
    const { result } = await run(stage, `- { source: app, tags: ["*"], min-age: 3d }`, {
      variables: { MIRROR_CLEARED: JSON.stringify(cleared) },
    });
    expect(stage.ghcr.store.tags("acme/app")).toEqual(["1"]);
    const young = result?.report.images.find(({ action }) => action === "wait");
    expect(young).toMatchObject({ source: "docker.io/library/app:2", sourceDigest: two, result: "skipped" });
    expect(result?.report.summary).toMatchObject({ copied: 1, waiting: 1 });
  });

  it("deletes what it is told to, after it has copied, and tells of each", async () => {
    await using stage = await set(["1", "2"]);
    const [old, gone] = [generateImage({ seed: "old" }), generateImage({ seed: "gone" })];
    pushImage(stage.ghcr.store, "acme/app", "0.9", old);
    const pins = [`ghcr.io/acme/app:0.9@${old.root.digest}`, `ghcr.io/acme/app:0.8@${gone.root.digest}`];
    const { result, deleted, log } = await run(stage, SOME, {
      variables: { MIRROR_REMOVE: JSON.stringify(pins) },
    });
    expect(deleted).toEqual([`app@${old.root.digest}`]);
    expect(result?.report.summary).toMatchObject({ copied: 2 });
    expect(result?.report.removals).toEqual([
      {
        destination: "ghcr.io/acme/app:0.8",
        digest: gone.root.digest,
        result: "kept",
        why: "GitHub lists no such tag: it is gone already",
      },
      { destination: "ghcr.io/acme/app:0.9", digest: old.root.digest, result: "deleted" },
    ]);
    expect(log).toContain(`\nDeleted ghcr.io/acme/app:0.9@${old.root.digest}\n`);
    expect(log).toContain(`\nKept ghcr.io/acme/app:0.8@${gone.root.digest}: GitHub lists no such tag`);
  });

  it("deletes where nothing is to be copied, and never in the parts of others", async () => {
    await using stage = await set(["1"]);
    const old = generateImage({ seed: "old" });
    for (const tag of ["0.9", "1"])
      pushImage(stage.ghcr.store, "acme/app", tag, tag === "1" ? generateImage({ seed: "1" }) : old);
    const remove = JSON.stringify([`ghcr.io/acme/app:0.9@${old.root.digest}`]);
    const part = JSON.stringify(["1 of 1", "docker.io/library/app:1"]);
    const other = await run(stage, SOME, { variables: { MIRROR_REMOVE: remove, MIRROR_PART: part } });
    expect([other.deleted, other.result?.report.removals]).toEqual([[], undefined]);
    const only = JSON.stringify([NO_IMAGE]);
    const { deleted, result } = await run(stage, SOME, {
      variables: { MIRROR_REMOVE: remove, MIRROR_ONLY: only },
    });
    expect(deleted).toHaveLength(1);
    expect(result?.report).toMatchObject({ images: [], removals: [{ result: "deleted" }] });
  });

  it("logs in to private sources as the Docker config says", async () => {
    await using stage = await set([]);
    pushImage(stage.ghcr.store, "other/app", "1", generateImage({ seed: "private" }));
    const auth = Buffer.from(`acme:${TOKEN}`).toString("base64");
    const config = JSON.stringify({ auths: { "ghcr.io/other": { auth } } });
    const denied = await run(stage, "- ghcr.io/other/app:1");
    expect(denied.result?.report.summary).toMatchObject({ copied: 0, failed: 1 });
    const { result } = await run(stage, "- ghcr.io/other/app:1", {
      variables: { MIRROR_DOCKER_CONFIG: config },
    });
    expect(result?.report.summary).toMatchObject({ copied: 1, failed: 0 });
  });

  it.each<[what: string, mirrors: string, variables: Record<string, string>, words: string]>([
    ["an invalid config", "- source: app\n  exlude: []", {}, "1 problem in .github/mirror.yml"],
    ["a config that writes elsewhere", "- { source: app, to: ghcr.io/other/app }", {}, "1 problem in"],
    ["a broken Docker config", ALL, { MIRROR_DOCKER_CONFIG: "hunter2" }, "is not valid JSON"],
    ["another owner", ALL, { MIRROR_DESTINATION: "ghcr.io/other" }, "is not of Acme"],
  ])("leaves nothing with %s, and asks no registry", async (_, mirrors, variables, words) => {
    await using stage = await set(["1"]);
    const { error, result, artifact, log } = {
      error: undefined,
      ...(await run(stage, mirrors, { variables })),
    };
    expect(`${error}`).toContain(words);
    expect(`${error} ${error instanceof JobError ? error.details : ""}`).not.toContain("hunter2");
    expect([result, artifact]).toEqual([undefined, undefined]);
    expect([...stage.hub.requests, ...stage.ghcr.requests]).toEqual([]);
    expect(log).toBe("::stop-commands::t0ken\n::t0ken::\n");
  });
});
