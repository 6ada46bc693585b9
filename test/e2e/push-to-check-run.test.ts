import { describe, expect, it, onTestFinished, vi } from "vitest";
import { before } from "../../sandbox/registry/fault-acts.ts";
import { digestOf } from "../../src/oci/digest.ts";
import { Stage } from "./stage.ts";
import { startProcess } from "./start-process.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const PATIENCE = { timeout: 15_000, interval: 20 };
const IMAGES = ["nginx:1", "redis:7", "slow:1"];

async function openStage(dataDir?: string): Promise<Stage> {
  const stage = await Stage.open(dataDir);
  onTestFinished(() => stage[Symbol.asyncDispose]());
  return stage;
}

/** Resolves when the one check run of a commit is completed; fails where there are more. */
async function completed(stage: Stage, commit: string) {
  return await vi.waitFor(() => {
    const [check, ...others] = stage.checkRunsOf(commit);
    expect(others).toEqual([]);
    if (check?.status !== "completed") throw new Error("the check run is not completed");
    return check;
  }, PATIENCE);
}

/** Holds up the storage of Docker Hub when it is asked for a layer, until `release`. */
function holdLayer(stage: Stage, digest: string) {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
  const act = before(() => {
    reach();
    return released;
  });
  stage.hub.faults.add({ when: { kind: "cdn", reference: digest }, act });
  onTestFinished(() => release());
  return { reached, release };
}

/** Begins a run that stays in the middle: two of its images are there at once, the third has a layer that is held up. */
async function beginCopy(env: Readonly<Record<string, string>> = {}) {
  const stage = await openStage();
  const [, , slow] = IMAGES.map((name) => stage.addImage(name, { layers: 3, layerSize: 40_000 }));
  const [, layer] = slow?.blobs ?? [];
  const held = holdLayer(stage, layer?.descriptor.digest ?? "");
  const server = await stage.start(env);
  const commit = await stage.pushConfig(IMAGES);
  await held.reached;
  return { stage, server, commit, release: held.release };
}

/** The next process on the same data ends the run; every image has arrived, and no blob of it twice. */
async function expectGoesOn(stage: Stage, commit: string): Promise<void> {
  await stage.start();
  expect(await completed(stage, commit)).toMatchObject({ conclusion: "success" });
  for (const name of IMAGES) {
    const [repository = "", tag = ""] = name.split(":");
    const source = stage.hub.store.manifest(`library/${repository}`, tag);
    expect(stage.ghcr.store.manifest(`acme/${repository}`, tag)?.digest).toBe(source?.digest);
  }
  expect([...stage.uploads.values()].filter((count) => count > 1)).toEqual([]);
}

describe("a push to the config", () => {
  it("is mirrored and told, also by the next process on the same data; nothing secret is logged", async () => {
    const stage = await openStage(temporaryFolder());
    const image = stage.addImage("redis:7", { platforms: ["linux/amd64", "linux/arm64"] });
    const first = await stage.start();
    const commit = await stage.pushConfig(["redis:7"]);
    expect(await completed(stage, commit)).toMatchObject({
      name: "mirror / sync",
      conclusion: "success",
      title: expect.stringMatching(/^Synced: 1 copied/),
    });
    const copy = stage.ghcr.store.manifest("acme/redis", "7");
    expect(copy && digestOf(copy.bytes)).toBe(image.root.digest);

    first.kill("SIGTERM");
    expect(await first.exit).toEqual({ code: 0, signal: null });
    expect(first.stderr).toBe("");

    stage.addImage("nginx:1");
    const second = await stage.start();
    const next = await stage.pushConfig(["redis:7", "nginx:1"]);
    expect(await completed(stage, next)).toMatchObject({
      conclusion: "success",
      title: expect.stringMatching(/^Synced: 1 copied/),
    });
    second.kill("SIGTERM");
    expect(await second.exit).toEqual({ code: 0, signal: null });
    expect(stage.github.violations).toEqual([]);
    expectNoSecrets(stage, first.output + second.output);
  });
});

describe("a push that arrives late", () => {
  it("does not bring an old config back", async () => {
    const stage = await openStage();
    for (const name of ["old:1", "new:1", "newest:1"]) stage.addImage(name);
    await stage.start();
    const { hooks } = stage.github;
    hooks.faults.add({ when: ({ event }) => event === "push", fault: { kind: "lose" } });
    const old = await stage.pushConfig(["old:1"]);
    await completed(stage, await stage.pushConfig(["new:1"]));
    const lost = hooks.log.find(({ event, body }) => event === "push" && body.includes(old));
    if (lost) hooks.redeliver(lost);
    await stage.github.settled();
    // Runs of one repository are looked at in order: with this one, the late one is over too.
    await completed(stage, await stage.pushConfig(["new:1", "newest:1"]));
    expect(hooks.log.filter(({ guid }) => guid === lost?.guid).map(({ statusCode }) => statusCode)).toEqual([
      0, 200,
    ]);
    expect(stage.checkRunsOf(old).filter(({ conclusion }) => conclusion !== "cancelled")).toEqual([]);
    expect(stage.ghcr.store.hasRepository("acme/old")).toBe(false);
  });
});

describe("a process that ends in the middle of a copy", () => {
  it("reaches a safe point at SIGTERM, and the next one goes on", async () => {
    const { stage, server, commit, release } = await beginCopy();
    server.kill("SIGTERM");
    await vi.waitFor(() => expect(server.output).toContain('"stopping"'), PATIENCE);
    release();
    expect(await server.exit).toEqual({ code: 0, signal: null });
    await expectGoesOn(stage, commit);
  });

  it("gives up what does not reach one within SHUTDOWN_TIMEOUT", async () => {
    const { stage, server, commit } = await beginCopy({ SHUTDOWN_TIMEOUT: "1s" });
    const stopped = performance.now();
    server.kill("SIGTERM");
    expect(await server.exit).toEqual({ code: 0, signal: null });
    expect(performance.now() - stopped).toBeLessThan(5_000);
    await expectGoesOn(stage, commit);
  });

  it("ends at once at the second SIGTERM", async () => {
    const { stage, server, commit } = await beginCopy();
    server.kill("SIGTERM");
    await vi.waitFor(() => expect(server.output).toContain('"stopping"'), PATIENCE);
    server.kill("SIGTERM");
    expect(await server.exit).toEqual({ code: 143, signal: null });
    await expectGoesOn(stage, commit);
  });

  it("may be killed: the next one goes on", async () => {
    const { stage, server, commit } = await beginCopy();
    server.kill("SIGKILL");
    expect(await server.exit).toEqual({ code: null, signal: "SIGKILL" });
    await expectGoesOn(stage, commit);
  });
});

describe("a GitHub that does not answer", () => {
  it("does not keep an idle process from ending", async () => {
    const stage = await openStage();
    const first = await stage.start();
    first.kill("SIGTERM");
    expect(await first.exit).toEqual({ code: 0, signal: null });
    stage.github.faults.add({
      act: { name: "cut", run: async () => undefined },
      times: Number.POSITIVE_INFINITY,
    });
    const asked = stage.github.requests.length;
    const second = startProcess(stage.env);
    onTestFinished(() => second[Symbol.asyncDispose]());
    await vi.waitFor(() => expect(stage.github.requests.length).toBeGreaterThan(asked), PATIENCE);
    const stopped = performance.now();
    second.kill("SIGTERM");
    expect(await second.exit).toEqual({ code: 0, signal: null });
    expect(performance.now() - stopped).toBeLessThan(3_000);
  });
});

/** Neither what the process was given, nor what it was handed on the way. */
function expectNoSecrets(stage: Stage, output: string): void {
  const { privateKey, webhookSecret } = stage.github.app;
  const credentials = [...stage.hub.requests, ...stage.ghcr.requests].flatMap(({ authorization = "" }) => {
    const [kind, value = ""] = authorization.split(" ");
    const password =
      kind === "Basic" ? Buffer.from(value, "base64").toString().split(":").slice(1).join(":") : "";
    return [value, password].filter((text) => text !== "");
  });
  expect(credentials.length).toBeGreaterThan(2);
  const keyLines = privateKey.split("\n").filter((line) => line.length > 20 && !line.startsWith("-----"));
  for (const secret of [...keyLines, webhookSecret, ...new Set(credentials)])
    expect(output).not.toContain(secret);
  // Tokens of GitHub's shape, and the App's own JWT.
  expect(output).not.toMatch(/\bgh[a-z]_\w{8}|\beyJ[\w-]{8,}\.|BEGIN RSA|[Bb]earer [\w-]{8}/);
}
