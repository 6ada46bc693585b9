import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { hang, before as preceded, status } from "../../sandbox/registry/fault-acts.ts";
import type { RunReport } from "../../src/reconcile/report.ts";
import { type Stage, setPlainStage } from "../scenarios/stage.ts";

/** As many images as are never under way at the same time. */
const MANY = 140;

/** A stage whose hub holds so many images with tags `000`, `001` …, each with content of its own. */
async function set(count: number): Promise<Stage> {
  const stage = await setPlainStage();
  for (let index = 0; index < count; index++) {
    const tag = String(index).padStart(3, "0");
    pushImage(stage.hub.store, "library/app", tag, generateImage({ seed: tag, layers: 1, layerSize: 100 }));
  }
  return stage;
}

const ALL = `- { source: app, tags: ["*"] }`;

const counts = ({ images }: RunReport) => ({
  done: images.filter(({ result }) => result === "done").length,
  stopped: images.filter(({ result, error }) => result === "skipped" && error?.code === "CANCELED").length,
});

describe("a run that is stopping", () => {
  it("ends what is under way, begins nothing else, and says so", async () => {
    await using stage = await set(MANY);
    const stop = new AbortController();
    const act = preceded(() => stop.abort());
    stage.hub.faults.add({ when: { method: "GET", kind: "manifest" }, act });
    const report = await stage.sync(ALL, { stopping: stop.signal });
    expect(counts(report)).toEqual({ done: 128, stopped: MANY - 128 });
    expect(report.summary).toMatchObject({ copied: 128, failed: 0 });
    expect(stage.ghcr.store.tags("acme/app")).toHaveLength(128);
    expect(stage.ghcr.openUploads).toBe(0);
    expect(counts(await stage.sync(ALL))).toEqual({ done: MANY - 128, stopped: 0 });
  });

  it("looks no further", async () => {
    await using stage = await set(3);
    const stop = new AbortController();
    stage.hub.faults.add({ when: { method: "HEAD", kind: "manifest" }, act: preceded(() => stop.abort()) });
    stage.hub.faults.add({ when: { method: "HEAD", kind: "manifest" }, times: 9, act: hang });
    const report = await stage.sync(ALL, { stopping: stop.signal });
    expect(counts(report)).toEqual({ done: 0, stopped: 3 });
    expect(stage.ghcr.count({ method: "POST" })).toBe(0);
  });

  it("waits for no list of tags", async () => {
    await using stage = await set(1);
    const stop = new AbortController();
    stage.hub.faults.add({
      when: { kind: "tags" },
      act: { name: "stop", run: async () => void stop.abort() },
    });
    const { images } = await stage.sync(ALL, { stopping: stop.signal });
    expect(images).toMatchObject([{ source: "docker.io/library/app:*", error: { code: "CANCELED" } }]);
  });

  it("still reports what is wrong with what was under way", async () => {
    await using stage = await set(1);
    const stop = new AbortController();
    const act = preceded(() => stop.abort());
    stage.hub.faults.add({ when: { method: "GET", kind: "manifest" }, act });
    stage.hub.faults.add({ when: { kind: "blob" }, times: 9, act: status(403) });
    const report = await stage.sync(ALL, { stopping: stop.signal });
    expect(report.images).toMatchObject([{ result: "failed", error: { code: "DENIED", side: "source" } }]);
  });

  it("ends at once when it is told that as well", async () => {
    await using stage = await set(1);
    const [stop, end] = [new AbortController(), new AbortController()];
    const run = async () => {
      stop.abort();
      setImmediate(() => end.abort());
      return undefined;
    };
    stage.hub.faults.add({ when: { kind: "blob" }, times: 9, act: { name: "end", run } });
    const report = await stage.sync(ALL, { stopping: stop.signal, signal: end.signal });
    expect(counts(report)).toEqual({ done: 0, stopped: 1 });
  });

  it("begins nothing where it was told before", async () => {
    await using stage = await set(1);
    const report = await stage.sync("- app:000\n- app:001", { stopping: AbortSignal.abort() });
    expect(counts(report)).toEqual({ done: 0, stopped: 2 });
    expect([...stage.hub.requests, ...stage.ghcr.requests]).toEqual([]);
  });
});
