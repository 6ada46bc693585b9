import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import type { SandboxRegistry } from "../../sandbox/registry/start-registry.ts";
import type { Desired } from "../../src/plan/desired.ts";
import { type Stage, setPlainStage } from "../scenarios/stage.ts";
import { historyAfter } from "./history-after.ts";
import { looksOf } from "./looks-of.ts";
import { ALL, EXACT, push, setMirroredStage } from "./mirrored-stage.ts";

/** What a registry was asked, each kind of request with its number. */
function asked({ requests }: SandboxRegistry): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { method, kind } of requests)
    counts[`${method} ${kind}`] = (counts[`${method} ${kind}`] ?? 0) + 1;
  return counts;
}

describe("a run that knows what was brought", () => {
  it.each([
    ["a search", ALL, { "GET tags": 1, "HEAD manifest": 20 }],
    ["exact tags", EXACT, { "HEAD manifest": 20 }],
  ])("asks the destination nothing where nothing is new: %s", async (_, mirrors, atSource) => {
    await using mirrored = await setMirroredStage(mirrors);
    const { stage, history } = mirrored;
    const { summary, images } = await stage.sync(mirrors, { history });
    expect(summary).toMatchObject({ upToDate: 20, failed: 0, pulls: {} });
    expect(images.every(({ isBelieved, result }) => isBelieved && result === "skipped")).toBe(true);
    expect([asked(stage.hub), asked(stage.ghcr)]).toEqual([atSource, {}]);
  });

  it("asks the source nothing but a table where there is one", async () => {
    await using mirrored = await setMirroredStage();
    const { stage, history } = mirrored;
    const { looks, wishes } = looksOf(stage.hub);
    const mirrors = `${ALL}\n- { source: app, to: other, tags: ["1.3"] }`;
    const { summary } = await stage.sync(mirrors, { history, looks, only: ["docker.io/library/app:*"] });
    expect(summary).toMatchObject({ upToDate: 20, copied: 1 });
    expect(wishes).toEqual([{ source: "docker.io/library/app", isSearched: true, tags: 20 }]);
    expect(stage.hub.count({ method: "HEAD", kind: "manifest" })).toBe(0);
  });

  it("looks at what has moved, and at nothing else", async () => {
    await using mirrored = await setMirroredStage();
    const { stage, history } = mirrored;
    const digest = push(stage.hub, "1.7", "library/app", "moved");
    const { summary, images } = await stage.sync(ALL, { history });
    expect(summary).toMatchObject({ upToDate: 19, updated: 1 });
    expect(images.filter(({ isBelieved }) => !isBelieved)).toMatchObject([{ action: "update", digest }]);
    const tags = stage.ghcr.requests.filter(
      ({ method, reference }) => method !== "PUT" && reference?.startsWith("1."),
    );
    expect(tags.map(({ method, reference }) => `${method} ${reference}`)).toEqual(["HEAD 1.7"]);
    expect(stage.ghcr.count({ kind: "tags" })).toBe(0);
  });

  it.each([
    [1, { "HEAD manifest": 1 }],
    [30, { "GET tags": 1 }],
  ])("asks for %i new tags with one request", async (count, expected) => {
    await using mirrored = await setMirroredStage();
    const { stage, history } = mirrored;
    for (let index = 0; index < count; index++) push(stage.hub, `2.${index}`, "library/app", "new");
    const surveyed: number[] = [];
    const { summary } = await stage.plan(ALL, {
      history,
      onEvent: (event) => {
        if (event.type === "planned") surveyed.push(stage.ghcr.count());
      },
    });
    expect(summary).toMatchObject({ upToDate: 20, copied: count });
    expect(surveyed).toEqual([1]);
    expect(asked(stage.ghcr)).toMatchObject(expected);
  });

  it.each<[string, string]>([
    ["another source", `- { source: other/app, tags: ["1.1"] }`],
    ["other platforms", `- { source: app, tags: ["1.1"], platforms: [linux/amd64] }`],
    ["another digest", `- app:1.1@${generateImage({ seed: "1.2", layers: 1 }).root.digest}`],
  ])("looks at the destination where the config means %s now", async (_, mirrors) => {
    await using mirrored = await setMirroredStage();
    const { stage, history } = mirrored;
    push(stage.hub, "1.1", "other/app");
    const { images } = await stage.plan(mirrors, { history });
    expect(images[0]?.isBelieved).toBeUndefined();
    expect(stage.ghcr.count({ kind: "manifest" })).toBeGreaterThan(0);
  });

  it("believes a stripped index by what it was made from", async () => {
    await using stage = await setPlainStage();
    pushImage(
      stage.hub.store,
      "library/app",
      "1",
      generateImage({ seed: "s", platforms: ["linux/amd64", "linux/arm64"] }),
    );
    const mirrors = `- { source: "app:1", platforms: [linux/arm64] }`;
    const history = historyAfter(await stage.sync(mirrors), { platforms: "linux/arm64" });
    stage.forget();
    expect((await stage.sync(mirrors, { history })).images).toMatchObject([
      { action: "up-to-date", isBelieved: true },
    ]);
    expect(stage.ghcr.count()).toBe(0);
  });

  it("looks at what it does not trust", async () => {
    await using mirrored = await setMirroredStage(EXACT);
    const { stage, report } = mirrored;
    const isTrusted = ({ source }: Desired) => source.tag !== "1.3";
    const { images } = await stage.sync(EXACT, { history: historyAfter(report, { isTrusted }) });
    expect(images.filter(({ isBelieved }) => !isBelieved).map(({ source }) => source)).toEqual([
      "docker.io/library/app:1.3",
    ]);
    expect(asked(stage.ghcr)).toEqual({ "HEAD manifest": 1 });
  });

  it("asks nobody for what is pinned", async () => {
    await using stage = await setPlainStage();
    const digest = push(stage.hub, "1");
    const mirrors = `- app:1@${digest}\n- app@${digest}`;
    const history = historyAfter(await stage.sync(mirrors));
    stage.forget();
    expect((await stage.sync(mirrors, { history })).summary).toMatchObject({ upToDate: 2 });
    expect([stage.hub.count(), stage.ghcr.count()]).toEqual([0, 0]);
  });
});

describe("a table of a source", () => {
  it("is asked behind for what it lacks, which may be new, and what it has no digest of", async () => {
    await using stage = await setPlainStage();
    push(stage.hub, "1");
    push(stage.hub, "2");
    const { looks, wishes } = looksOf(
      stage.hub,
      (tag) => (tag === "2" ? { digest: undefined } : {}) as object,
    );
    const { images } = await stage.plan(`- { source: app, tags: ["1", "2", "3"] }`, { looks });
    expect(images.map(({ source, error }) => `${source} ${error?.code ?? ""}`)).toEqual([
      "docker.io/library/app:1 ",
      "docker.io/library/app:2 ",
      "docker.io/library/app:3 MANIFEST_UNKNOWN",
    ]);
    expect(wishes).toEqual([{ source: "docker.io/library/app", isSearched: false, tags: 3 }]);
    const heads = stage.hub.requests.filter(({ method }) => method === "HEAD");
    expect(heads.map(({ reference }) => reference).toSorted()).toEqual(["2", "3"]);
  });

  it("is not wanted for what is pinned, nor for what --only leaves out", async () => {
    await using stage = await setPlainStage();
    const digest = push(stage.hub, "1");
    const { looks, wishes } = looksOf(stage.hub);
    await stage.plan(`- app@${digest}`, { looks });
    await stage.plan(EXACT, { looks, only: ["docker.io/library/app:1.1"] });
    expect(wishes.map(({ tags }) => tags)).toEqual([1]);
  });

  it("that cannot be had is done without", async () => {
    await using stage = await setPlainStage();
    push(stage.hub, "1");
    const { looks } = looksOf(stage.hub);
    const table = () => Promise.reject(new Error("no table today"));
    const { summary } = await stage.plan(`${ALL}\n- { source: app, to: b, tags: ["1"] }`, {
      looks: { ...looks, table },
    });
    expect(summary).toMatchObject({ copied: 2, failed: 0 });
    expect(asked(stage.hub)).toMatchObject({ "GET tags": 1, "HEAD manifest": 2 });
  });

  it("of 50,000 tags is gone through in no time", async () => {
    await using mirrored = await setMirroredStage(EXACT);
    const { stage, history } = mirrored;
    const { looks } = looksOf(stage.hub);
    const table: typeof looks.table = async (...asking) => {
      const real = (await looks.table(...asking)) ?? [];
      const others = Array.from({ length: 50_000 }, (_, index) => [`x${index}`, {}] as const);
      return new Map([...real, ...others]);
    };
    const started = performance.now();
    const entries = `- { source: app, tags: ["1.*"] }\n- { source: app, to: b, tags: ["1.3", "y*"] }`;
    const { summary, selections } = await stage.sync(entries, { history, looks: { ...looks, table } });
    expect(summary).toMatchObject({ upToDate: 20, copied: 1 });
    expect(selections?.map(({ line, available, selected }) => [line, available, selected])).toEqual([
      [3, 50_020, 20],
      [4, 50_020, 1],
    ]);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe("what somebody else has changed at the destination", () => {
  async function setDrifted() {
    const mirrored = await setMirroredStage(EXACT);
    const drifted = push(mirrored.stage.ghcr, "1.3", "acme/app", "drifted");
    const isTrusted = () => false;
    return { ...mirrored, drifted, history: historyAfter(mirrored.report, { isTrusted }) };
  }
  const held = (stage: Stage) => stage.ghcr.store.manifest("acme/app", "1.3")?.digest;

  it("is told and left alone, also when its source has moved", async () => {
    await using mirrored = await setDrifted();
    const { stage, history, drifted } = mirrored;
    for (const moves of [false, true]) {
      if (moves) push(stage.hub, "1.3", "library/app", "moved");
      const { images, summary } = await stage.sync(EXACT, { history });
      expect(images[3]).toMatchObject({ action: "up-to-date", isDrifted: true, digest: drifted });
      expect(summary).toMatchObject({ upToDate: 20 });
      expect(held(stage)).toBe(drifted);
    }
  });

  it("is put back where the config says so", async () => {
    await using mirrored = await setDrifted();
    const { stage, history, drifted } = mirrored;
    const restoring = EXACT.replace(" }", ", on-drift: restore, on-change: backup }");
    const { images } = await stage.sync(restoring, { history });
    expect(images[3]).toMatchObject({
      action: "update",
      result: "done",
      backup: `ghcr.io/acme/app:1.3-${drifted.slice(7, 19)}`,
    });
    expect(held(stage)).toBe(images[3]?.sourceDigest);
  });
});
