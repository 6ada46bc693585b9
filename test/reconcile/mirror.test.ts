import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { status } from "../../sandbox/registry/fault-acts.ts";
import type { RunEvent } from "../../src/reconcile/report.ts";
import { setPlainStage } from "../scenarios/stage.ts";

const PLATFORMS = ["linux/amd64", "linux/arm64"];

/** A stage whose hub holds three tags of `library/redis`; 8 is the same image as 7. */
async function setFilledStage() {
  const stage = await setPlainStage();
  const seven = generateImage({ seed: "seven", platforms: PLATFORMS });
  for (const tag of ["7", "8"]) pushImage(stage.hub.store, "library/redis", tag, seven);
  pushImage(stage.hub.store, "library/redis", "9", generateImage({ seed: "nine" }));
  return stage;
}

const ALL = `- { source: redis, tags: ["*"] }`;

describe("a run", () => {
  it("tells what it is about, in order, and as many bytes as it reports", async () => {
    await using stage = await setFilledStage();
    const events: RunEvent[] = [];
    const { summary, images } = await stage.sync(`- { source: redis, tags: ["*", "x*"] }`, {
      onEvent: (event) => events.push(event),
    });
    const told = events.filter(({ type }) => !["expected", "moved"].includes(type));
    expect(told.slice(0, 3)).toEqual([
      { type: "selected", images: 3 },
      { type: "unmatched", source: "docker.io/library/redis", pattern: "x*", line: 3 },
      { type: "planned", images: 3 },
    ]);
    const finished = told.slice(3).flatMap((event) => (event.type === "finished" ? [event.image] : []));
    expect(new Set(finished)).toEqual(new Set(images));
    const sum = (wanted: RunEvent["type"]) =>
      events.reduce(
        (bytes, event) => bytes + (event.type === wanted && "bytes" in event ? event.bytes : 0),
        0,
      );
    expect([sum("expected"), sum("moved")]).toEqual([summary.bytes, summary.bytes]);
  });

  it("reports its images in the order of the config, then what could not be listed", async () => {
    await using stage = await setFilledStage();
    stage.hub.faults.add({ when: { kind: "tags" }, act: status(403) });
    const { images } = await stage.sync(`- { source: redis, tags: ["1*", "9", "8"] }\n- redis:7`);
    expect(images.map(({ source, result }) => `${source} ${result}`)).toEqual([
      "docker.io/library/redis:9 done",
      "docker.io/library/redis:8 done",
      "docker.io/library/redis:7 done",
      "docker.io/library/redis:1* failed",
    ]);
  });

  it("takes the time from its clock", async () => {
    await using stage = await setFilledStage();
    stage.hub.faults.add({
      when: { kind: "manifest" },
      act: status(503, { headers: { "retry-after": "100" } }),
    });
    const { summary } = await stage.sync(ALL);
    expect(Math.floor(summary.seconds)).toBe(100);
  });

  it("that plans foretells what a sync reports, and changes nothing", async () => {
    await using stage = await setFilledStage();
    const plan = await stage.plan(ALL);
    expect(stage.ghcr.store.repositories()).toEqual([]);
    expect(stage.ghcr.requests.filter(({ method }) => method !== "GET" && method !== "HEAD")).toEqual([]);
    const sync = await stage.sync(ALL);
    expect({ ...plan.summary, seconds: 0 }).toEqual({ ...sync.summary, seconds: 0 });
    const planned = sync.images.map((image) => ({ ...image, result: "planned" }));
    const bytes = planned.reduce((sum, image) => sum + image.bytes, 0);
    expect(plan.images.reduce((sum, image) => sum + image.bytes, 0)).toBe(bytes);
    expect(plan.images.map((image) => ({ ...image, bytes: 0 }))).toEqual(
      planned.map((image) => ({ ...image, bytes: 0 })),
    );
  });

  it("that plans goes on where one image cannot be surveyed", async () => {
    await using stage = await setFilledStage();
    stage.hub.faults.add({
      when: { method: "GET", kind: "manifest", reference: generateImage({ seed: "nine" }).root.digest },
      act: status(403),
    });
    const { summary, images } = await stage.plan(ALL);
    expect(summary).toMatchObject({ copied: 2, failed: 1 });
    expect(images[2]).toMatchObject({
      result: "failed",
      digest: null,
      error: { code: "DENIED", side: "source" },
    });
  });

  it("that is stopped before it began leaves everything undone, and says so", async () => {
    await using stage = await setFilledStage();
    const { images } = await stage.sync(`${ALL}\n- redis:6`, { signal: AbortSignal.abort() });
    expect(images.map(({ source, result, error }) => [source, result, error?.code])).toEqual([
      ["docker.io/library/redis:6", "skipped", "CANCELED"],
      ["docker.io/library/redis:*", "skipped", "CANCELED"],
    ]);
    expect(stage.ghcr.requests).toEqual([]);
  });
});
