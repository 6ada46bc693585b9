import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { startHubApi } from "../../sandbox/hub-api/start-hub-api.ts";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { status } from "../../sandbox/registry/fault-acts.ts";
import { runCommandLine } from "../../src/cli/run-command-line.ts";
import { readDoctorEnvironment, readEnvironment } from "../../src/env.ts";
import { recorder } from "../cli/recorder.ts";
import { ALWAYS } from "./expect-failure.ts";
import { type Stage, setStage, TOKEN } from "./stage.ts";

/** Runs the command line on a config that comes over standard input. */
async function run(stage: Stage, command: "plan" | "sync", mirrors: string, ...args: string[]) {
  const [stdout, stderr] = [recorder(), recorder()];
  const endpoints = [`docker.io=${stage.hub.url}`, `ghcr.io=${stage.ghcr.url}`].flatMap((text) => [
    "--endpoint",
    text,
  ]);
  const code = await runCommandLine({
    argv: [command, "-", "--owner", "Acme", ...endpoints, ...args],
    env: readEnvironment({ HOME: "/nonexistent", GHCR_TOKEN: TOKEN }),
    readDoctorEnvironment: () => readDoctorEnvironment({}),
    stdin: Readable.from([Buffer.from(`version: 1\nmirrors:\n${mirrors}\n`)]),
    stdout,
    stderr,
    signal: new AbortController().signal,
    now: stage.clock.now,
  });
  if (code === 2) throw new Error(stderr.text());
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

const json = async (stage: Stage, mirrors: string, ...args: string[]) => {
  const { code, stdout } = await run(stage, "sync", mirrors, "--json", ...args);
  return { code, report: JSON.parse(stdout) };
};

async function set(): Promise<Stage> {
  const stage = await setStage();
  for (const tag of ["7.0", "7.2", "8.0"]) {
    pushImage(
      stage.hub.store,
      "library/redis",
      tag,
      generateImage({ seed: tag, platforms: ["linux/amd64", "linux/arm64"] }),
    );
  }
  pushImage(stage.hub.store, "bitnami/redis", "7.2", generateImage({ seed: "bitnami" }));
  return stage;
}

const SEVEN = `- { source: redis, tags: ["7.*"] }`;

describe("the command line between two registries", () => {
  it("sees what tags point at in Docker Hub's own list, a hundred at a time", async () => {
    await using stage = await set();
    await using api = await startHubApi({ store: stage.hub.store });
    const everything = [
      `- { source: redis, tags: ["*"] }`,
      "--endpoint",
      `hub.docker.com=${api.url}`,
    ] as const;
    await run(stage, "sync", ...everything);
    stage.forget();
    api.resetRequests();
    const { stdout } = await run(stage, "sync", ...everything);
    expect(stdout).toMatch(/^Everything up to date, 3 images/);
    expect([api.count(), stage.hub.count()]).toEqual([1, 0]);
  });

  it("plans, syncs, and is done: 0 each time", async () => {
    await using stage = await set();
    const plan = await run(stage, "plan", SEVEN);
    expect(plan.code).toBe(0);
    expect(plan.stdout).toMatch(/ghcr.io\/acme\/redis:7.0/);
    expect(stage.ghcr.store.repositories()).toEqual([]);
    const first = await run(stage, "sync", SEVEN);
    expect(first.code).toBe(0);
    expect(stage.ghcr.store.tags("acme/redis").sort()).toEqual(["7.0", "7.2"]);
    const { code, report } = await json(stage, SEVEN);
    expect(code).toBe(0);
    expect(report.summary).toMatchObject({
      copied: 0,
      updated: 0,
      upToDate: 2,
      blocked: 0,
      failed: 0,
      bytes: 0,
      pulls: {},
    });
  });

  it("says in JSON what became of each image, in the fields that are agreed on", async () => {
    await using stage = await set();
    const { report } = await json(stage, "- redis:8.0");
    const { digest } = generateImage({ seed: "8.0", platforms: ["linux/amd64", "linux/arm64"] }).root;
    expect(report.summary).toEqual({
      copied: 1,
      updated: 0,
      upToDate: 0,
      blocked: 0,
      failed: 0,
      deferred: 0,
      waiting: 0,
      bytes: expect.any(Number),
      mountedBytes: 0,
      seconds: expect.any(Number),
      pulls: { "docker.io": 3 },
    });
    expect(report.images).toEqual([
      {
        source: "docker.io/library/redis:8.0",
        destination: "ghcr.io/acme/redis:8.0",
        action: "copy",
        result: "done",
        sourceDigest: digest,
        digest,
        previousDigest: null,
        platforms: ["linux/amd64", "linux/arm64"],
        bytes: report.summary.bytes,
        reason: "new at the destination",
        line: 3,
      },
    ]);
  });

  it("does only what --only names, and asks about nothing else", async () => {
    await using stage = await set();
    const { code, report } = await json(stage, SEVEN, "--only", "docker.io/library/redis:7.0");
    expect(code).toBe(0);
    expect(report.images.map(({ source }: { source: string }) => source)).toEqual([
      "docker.io/library/redis:7.0",
    ]);
    expect(stage.ghcr.store.tags("acme/redis")).toEqual(["7.0"]);
    expect(stage.hub.requests.filter(({ reference }) => reference === "7.2")).toEqual([]);
  });

  it("blocks the later of two globs that meet, does the rest, and ends with 1", async () => {
    await using stage = await set();
    const { code, report } = await json(stage, `${SEVEN}\n- { source: bitnami/redis, tags: ["7.*", "6.*"] }`);
    expect(code).toBe(1);
    expect(report.summary).toMatchObject({ copied: 2, blocked: 1, failed: 0 });
    expect(report.images[2]).toMatchObject({
      source: "docker.io/bitnami/redis:7.2",
      action: "blocked",
      result: "skipped",
      error: {
        code: "DESTINATION_COLLISION",
        message: expect.stringMatching(/line 4 wants .* line 3/),
        remedy: expect.any(String),
      },
    });
    expect(stage.ghcr.store.manifest("acme/redis", "7.2")?.digest).not.toBe(
      generateImage({ seed: "bitnami" }).root.digest,
    );
  });

  it("does the others where one image fails, says why and what to do, and ends with 1", async () => {
    await using stage = await set();
    stage.hub.faults.add({ when: { method: "GET", kind: "manifest" }, times: ALWAYS, act: status(403) });
    await run(stage, "sync", SEVEN);
    stage.hub.faults.clear();
    stage.hub.faults.add({ when: { method: "HEAD", reference: "7.0" }, times: ALWAYS, act: status(403) });
    const { code, stdout } = await run(stage, "sync", SEVEN);
    expect(code).toBe(1);
    expect(stdout).toMatch(/docker.io\/library\/redis:7.0/);
    expect(stdout).toMatch(/credentials for the source may read/);
    expect(stage.ghcr.store.tags("acme/redis")).toEqual(["7.2"]);
  });

  it("warns of a glob that matches nothing, and ends with 0", async () => {
    await using stage = await set();
    const { code, stderr } = await run(stage, "sync", `- { source: redis, tags: ["9.*"] }`);
    expect(code).toBe(0);
    expect(stderr).toMatch(/9\.\*/);
  });
});
