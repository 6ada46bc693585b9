import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { dockerHubManners } from "../../sandbox/registry/docker-hub-manners.ts";
import { plainManners } from "../../sandbox/registry/plain-manners.ts";
import type { RunReport } from "../../src/reconcile/report.ts";
import { verdictOf } from "../../src/reconcile/verdict.ts";
import { type Stage, setPlainStage, setStage } from "../scenarios/stage.ts";
import { historyAfter } from "./history-after.ts";
import { looksOf } from "./looks-of.ts";
import { smallGate, UNTIL } from "./small-gate.ts";

const PLATFORMS = ["linux/amd64", "linux/arm64"];
const TAGS = Array.from({ length: 10 }, (_, index) => `1.${index}`);
const ALL = `- { source: app, tags: ["*"] }`;
const WAITS = "waits for pulls: docker.io grants";

/** A stage whose hub holds ten images of three manifests. */
async function set(hub: Parameters<typeof setStage>[0] = { manners: dockerHubManners({ limit: 1000 }) }) {
  const stage = await setStage(hub);
  for (const tag of TAGS) push(stage, tag);
  return stage;
}

const push = ({ hub }: Stage, tag: string, seed = tag) =>
  pushImage(hub.store, "library/app", tag, generateImage({ seed, platforms: PLATFORMS })).digest;

/** The tags of the images that ended so. */
const tagsOf = ({ images }: RunReport, result: string) =>
  images.flatMap((image) => (image.result === result ? [image.source.replace(/.*:/, "")] : []));

/** Pulls that a run may have under way at most, to see how many are half done. */
function watchStarts(stage: Stage) {
  const started: string[] = [];
  const tops = new Map(
    TAGS.map((tag) => [generateImage({ seed: tag, platforms: PLATFORMS }).root.digest as string, tag]),
  );
  return () => {
    for (const { method, reference = "" } of stage.hub.requests) {
      const tag = method === "GET" ? tops.get(reference) : undefined;
      if (tag) started.push(tag);
    }
    return started;
  };
}

describe("a run that has pulls for a part of its images", () => {
  it("defers the rest, and has failed at nothing", async () => {
    await using stage = await set();
    const { gate, asked } = smallGate(20);
    const starts = watchStarts(stage);
    const report = await stage.sync(ALL, { pulls: gate });
    const done = tagsOf(report, "done");
    // Four are under way when the pulls run out: at most three of these stay half done.
    expect(done.length).toBeGreaterThanOrEqual(3);
    expect(done.length).toBeLessThanOrEqual(6);
    expect(starts().length).toBeLessThanOrEqual(done.length + 4);
    expect(report.summary).toMatchObject({ copied: done.length, deferred: 10 - done.length, failed: 0 });
    expect(report.summary.pulls).toEqual({ "docker.io": 20 });
    expect(stage.hub.pulls).toBe(20);
    expect(asked.takes).toBeLessThanOrEqual(20 + 12);
    const deferred = report.images.filter(({ result }) => result === "deferred");
    for (const image of deferred) {
      expect(image).toMatchObject({
        action: "copy",
        digest: null,
        bytes: 0,
        until: new Date(UNTIL).toISOString(),
      });
      expect(image.reason).toBe(`${WAITS} 20 in 6 h, and none is left`);
      expect(image.error).toBeUndefined();
    }
    expect(verdictOf(report)).toBe("deferred");
  });

  it("comes to its end in time", async () => {
    await using stage = await set();
    const rounds: number[] = [];
    for (let left = 10; left > 0 && rounds.length < 20; ) {
      const report = await stage.sync(ALL, { pulls: smallGate(9).gate });
      left = report.summary.deferred ?? 0;
      rounds.push(left);
    }
    expect(rounds.at(-1)).toBe(0);
    // What was half done is not fetched again: 30 manifests, and the indexes of those that were interrupted.
    expect(rounds.length).toBeLessThanOrEqual(5);
  });

  it("completes also images of more manifests than it ever has pulls", async () => {
    await using stage = await setStage({ manners: dockerHubManners({ limit: 1000 }) });
    const platforms = ["amd64", "arm64", "386", "ppc64le", "s390x", "riscv64"].map((one) => `linux/${one}`);
    for (const name of ["one", "two", "three", "four"])
      pushImage(stage.hub.store, `acme/${name}`, "1", generateImage({ seed: name, platforms }));
    const mirrors = ["one", "two", "three", "four"].map((name) => `- docker.io/acme/${name}:1`).join("\n");
    let rounds = 0;
    for (let left = 4; left > 0 && rounds < 30; rounds++) {
      left = (await stage.sync(mirrors, { pulls: smallGate(6).gate })).summary.deferred ?? 0;
    }
    // 28 manifests, and an index for each image and round that goes on with it.
    expect(rounds).toBeLessThanOrEqual(14);
  });

  it("asks no more once it was told that none is left", async () => {
    await using stage = await set();
    const { gate, asked } = smallGate(0);
    const report = await stage.sync(ALL, { pulls: gate });
    expect(tagsOf(report, "deferred")).toEqual(TAGS);
    expect(asked.takes).toBeLessThanOrEqual(4);
    expect(stage.hub.pulls).toBe(0);
    expect(stage.ghcr.count({ kind: "upload" })).toBe(0);
  });

  it("learns from the registry itself that none is left, and does not try again", async () => {
    await using stage = await set({ manners: dockerHubManners({ limit: 6 }) });
    const { gate, asked } = smallGate(1000);
    const report = await stage.sync(ALL, { pulls: gate });
    expect(report.summary).toMatchObject({ failed: 0 });
    expect(report.summary.deferred).toBeGreaterThanOrEqual(8);
    expect([stage.hub.pulls, asked.refusals > 0]).toEqual([6, true]);
    expect(stage.hub.count({ method: "GET", kind: "manifest", status: 429 })).toBeLessThanOrEqual(12);
    expect(stage.clock.now()).toBeLessThan(Date.now() + 1_000);
  });

  it("brings what takes no pull all the same: another tag of what was copied", async () => {
    await using stage = await set();
    const single = (tag: string, seed = tag) =>
      pushImage(stage.hub.store, "library/one", tag, generateImage({ seed }));
    for (const tag of ["1", "2", "3", "4"]) single(tag);
    single("latest", "1");
    const report = await stage.sync(`- { source: one, tags: ["1", "2", "3", "4", latest] }`, {
      pulls: smallGate(1).gate,
    });
    expect(tagsOf(report, "done")).toEqual(["1", "latest"]);
    expect(tagsOf(report, "deferred")).toEqual(["2", "3", "4"]);
  });

  it("holds only those back whose registry has none left", async () => {
    await using stage = await set();
    await using other = await setPlainStage();
    pushImage(other.hub.store, "acme/tool", "1", generateImage({ seed: "tool" }));
    const { gate } = smallGate(0);
    const picky = {
      ...gate,
      take: async (...[registry, signal]: Parameters<typeof gate.take>) => {
        if (registry.name === "docker.io") await gate.take(registry, signal);
      },
    };
    const report = await stage.sync(`${ALL}\n- other.example/acme/tool:1`, {
      pulls: picky,
      endpoints: { "other.example": other.hub.url },
    });
    expect(tagsOf(report, "done")).toEqual(["1"]);
    expect(report.summary).toMatchObject({ deferred: 10, copied: 1 });
  });

  it("takes first copies first, and small ones before large", async () => {
    await using stage = await set();
    const history = historyAfter(await stage.sync(`- { source: app, tags: ["1.0", "1.1"] }`));
    push(stage, "1.0", "moved");
    const sizes: Readonly<Record<string, number>> = { "1.4": 1, "1.7": 2, "1.2": 3 };
    const { looks } = looksOf(stage.hub, (tag) => ({ manifests: sizes[tag] ?? 9, bytes: 10 }));
    const finished: string[] = [];
    await stage.sync(ALL, {
      history,
      looks,
      pulls: smallGate(0).gate,
      onEvent: (event) => {
        if (event.type === "finished") finished.push(event.image.source.replace(/.*:/, ""));
      },
    });
    const begunTogether = ["1.4", "1.7", "1.2", "1.3"];
    const others = finished.filter((tag) => !begunTogether.includes(tag));
    expect(others).toEqual(["1.5", "1.6", "1.8", "1.9", "1.0"]);
  });

  it("says how many manifests a deferred image takes, where that is known", async () => {
    await using stage = await set();
    const { looks } = looksOf(stage.hub, () => ({ manifests: 3 }));
    const { images } = await stage.sync("- app:1.1", { looks, pulls: smallGate(0).gate });
    expect(images).toMatchObject([{ result: "deferred", pulls: 3 }]);
  });

  it("keeps what a part of the run has surveyed", async () => {
    await using stage = await set();
    const share = { least: 2, leave: () => new Set<string>() };
    const report = await stage.sync(ALL, { share, pulls: smallGate(12).gate });
    expect(report.summary.failed).toBe(0);
    expect(tagsOf(report, "done").length).toBeGreaterThanOrEqual(1);
    expect(report.summary.pulls).toEqual({ "docker.io": 12 });
  });
});

describe("a plan that has pulls for a part of its images", () => {
  it("does not look into the rest, which has not failed", async () => {
    await using stage = await set();
    const report = await stage.plan(ALL, { pulls: smallGate(12).gate });
    expect(report.summary).toMatchObject({ copied: 10, failed: 0, deferred: 0, pulls: { "docker.io": 12 } });
    expect(report.images.some(({ bytes }) => bytes > 0)).toBe(true);
    expect(report.images.some(({ bytes }) => bytes === 0)).toBe(true);
  });

  it("defers what it cannot even look at without a pull", async () => {
    await using stage = await setStage({ manners: plainManners({ contentDigestHeader: false }) });
    for (const tag of TAGS) push(stage, tag);
    const report = await stage.plan("- app:1.0\n- app:1.1", { pulls: smallGate(1).gate });
    expect(report.images.map(({ result }) => result)).toEqual(["planned", "deferred"]);
    expect(report.images[1]).toMatchObject({
      until: new Date(UNTIL).toISOString(),
      reason: expect.stringContaining(WAITS),
    });
  });
});
