import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { dockerHubManners } from "../../sandbox/registry/docker-hub-manners.ts";
import { hang, status } from "../../sandbox/registry/fault-acts.ts";
import type { FaultAct, FaultMatch } from "../../sandbox/registry/faults.ts";
import { plainManners } from "../../sandbox/registry/plain-manners.ts";
import { chunksOf } from "../../sandbox/registry/reply.ts";
import { exitCodeOf } from "../../src/cli/exit-code.ts";
import { systemClock } from "../../src/oci/clock.ts";
import { differences } from "./differences.ts";
import { ALWAYS } from "./expect-failure.ts";
import { type RunOptions, type Stage, setStage } from "./stage.ts";

const IMAGE = generateImage({
  seed: "stop",
  platforms: ["linux/amd64", "linux/arm64"],
  layers: 3,
  layerSize: 120_000,
});
const LAYER = IMAGE.blobs.at(-1)?.descriptor.digest ?? IMAGE.root.digest;
const MIRRORS = `- { source: app, tags: ["*"] }`;

/** Sends half of the body, and then nothing. */
const stall: FaultAct = {
  name: "stall",
  run: async (call, proceed) => {
    const reply = await proceed(call);
    return { ...reply, body: firstHalf(chunksOf(reply.body), Number(reply.headers["content-length"]) / 2) };
  },
};

async function* firstHalf(chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, bytes: number) {
  for await (const chunk of chunks) {
    yield chunk.subarray(0, bytes);
    await new Promise(() => {});
  }
}

/** Takes a little of the request's body, and then nothing. */
const clog: FaultAct = {
  name: "clog",
  run: async (call) => {
    for await (const _ of call.body) await new Promise(() => {});
    return undefined;
  },
};

async function set(): Promise<Stage> {
  const stage = await setStage({ manners: dockerHubManners({ limit: 1000 }) });
  pushImage(stage.hub.store, "library/app", "1", IMAGE);
  return stage;
}

const faultMet = ({ hub, ghcr }: Stage) => hub.faults.fired + ghcr.faults.fired > 0;

/** Runs until something has met the fault, or until another moment, and stops it then. */
async function syncAndStop(stage: Stage, isTime = faultMet, options: RunOptions = {}) {
  const stop = new AbortController();
  const running = stage.sync(MIRRORS, {
    signal: stop.signal,
    ...options,
  });
  const watch = setInterval(() => {
    if (isTime(stage)) stop.abort();
  }, 2);
  return await running.finally(() => clearInterval(watch));
}

function expectLeftUndone({ ghcr }: Stage, report: Awaited<ReturnType<typeof syncAndStop>>) {
  expect(report.images).toMatchObject([
    {
      action: "copy",
      result: "skipped",
      error: { code: "CANCELED", remedy: expect.stringMatching(/again/) },
    },
  ]);
  expect(report.summary).toMatchObject({ copied: 0, failed: 0 });
  expect(exitCodeOf(report)).toBe(130);
  expect(ghcr.store.tags("acme/app")).toEqual([]);
}

describe("a run that is stopped", () => {
  it.each<[name: string, side: "hub" | "ghcr", when: FaultMatch, act: FaultAct]>([
    ["waiting for a token of the source", "hub", { kind: "token" }, hang],
    ["waiting for a token of the destination", "ghcr", { kind: "token" }, hang],
    ["listing tags at the source", "hub", { kind: "tags" }, hang],
    ["listing tags at the destination", "ghcr", { kind: "tags" }, hang],
    ["looking up a tag at the source", "hub", { method: "HEAD", kind: "manifest" }, hang],
    ["fetching a manifest", "hub", { method: "GET", kind: "manifest" }, hang],
    ["fetching a child", "hub", { method: "GET", kind: "manifest", nth: 2 }, hang],
    ["in the middle of a manifest", "hub", { method: "GET", kind: "manifest" }, stall],
    ["asking for a blob", "hub", { kind: "blob", reference: LAYER }, hang],
    ["asking the storage for a blob", "hub", { kind: "cdn", reference: LAYER }, hang],
    ["in the middle of a blob", "hub", { kind: "cdn", reference: LAYER }, stall],
    ["beginning an upload", "ghcr", { method: "POST", kind: "upload" }, hang],
    ["sending a blob", "ghcr", { method: "PUT", kind: "upload", reference: LAYER }, clog],
    ["waiting for the end of an upload", "ghcr", { method: "PUT", kind: "upload", reference: LAYER }, hang],
    ["storing a child", "ghcr", { method: "PUT", kind: "manifest" }, hang],
    ["storing the top", "ghcr", { method: "PUT", kind: "manifest", reference: "1" }, hang],
  ])("%s leaves no tag, and the next run does the rest", async (_, side, when, act) => {
    await using stage = await set();
    stage[side].faults.add({ when, times: ALWAYS, act });
    expectLeftUndone(stage, await syncAndStop(stage));
    for (const { faults } of [stage.hub, stage.ghcr]) faults.clear();
    const arrived = new Set<string>(stage.ghcr.store.blobs("acme/app"));
    stage.forget();
    expect((await stage.sync(MIRRORS, { concurrency: 1 })).images).toMatchObject([{ result: "done" }]);
    const fetched = stage.hub.requests
      .filter(({ kind }) => kind === "cdn")
      .map(({ reference }) => reference ?? "");
    // The first blob is opened before the destination says that it is no longer empty.
    expect(fetched.filter((digest) => arrived.has(digest)).length).toBeLessThanOrEqual(1);
    expect(stage.ghcr.count({ method: "PUT", kind: "upload" })).toBe(IMAGE.blobs.length - arrived.size);
    const copy = { registry: stage.ghcr, reference: "acme/app:1" };
    expect(differences({ registry: stage.hub, reference: "library/app:1" }, copy)).toEqual([]);
  });

  it("while it waits as a registry asked stops waiting", async () => {
    await using stage = await set();
    const act = status(429, { headers: { "retry-after": "200" } });
    stage.hub.faults.add({ when: { method: "GET", kind: "manifest" }, act });
    expectLeftUndone(stage, await syncAndStop(stage, faultMet, { clock: systemClock }));
  });

  it("keeps what was done by then", async () => {
    await using stage = await set();
    pushImage(stage.hub.store, "library/app", "0", generateImage({ seed: "first" }));
    stage.hub.faults.add({ when: { kind: "cdn", reference: LAYER }, act: hang });
    const stop = new AbortController();
    const report = await stage.sync(MIRRORS, {
      signal: stop.signal,
      onEvent: ({ type }) => type === "finished" && stop.abort(),
    });
    expect(report.images).toMatchObject([
      { source: "docker.io/library/app:0", result: "done" },
      { source: "docker.io/library/app:1", result: "skipped", error: { code: "CANCELED" } },
    ]);
    expect(exitCodeOf(report)).toBe(130);
  });

  it("cancels the uploads that it had begun, where the destination lets it", async () => {
    await using stage = await setStage({}, { manners: plainManners(), auth: { kind: "none" } });
    pushImage(stage.hub.store, "library/app", "1", IMAGE);
    stage.hub.faults.add({ when: { kind: "cdn", reference: LAYER }, times: ALWAYS, act: hang });
    const onlyLayerMissing = ({ ghcr }: Stage) =>
      ghcr.store.blobs("acme/app").length === IMAGE.blobs.length - 1;
    expectLeftUndone(stage, await syncAndStop(stage, onlyLayerMissing));
    expect(stage.ghcr.openUploads).toBe(0);
  });
});
