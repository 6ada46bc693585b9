import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { status } from "../../sandbox/registry/fault-acts.ts";
import type { Share, SurveyedImage } from "../../src/reconcile/share.ts";
import { type Stage, setStage } from "../scenarios/stage.ts";

const PLATFORMS = ["linux/amd64", "linux/arm64"];
const TAGS = ["1", "2", "3", "4"];
const ALL = `- { source: app, tags: ["*"] }`;
const source = (tag: string) => `docker.io/library/app:${tag}`;

async function set(): Promise<Stage> {
  const stage = await setStage();
  for (const tag of TAGS)
    pushImage(stage.hub.store, "library/app", tag, generateImage({ seed: tag, platforms: PLATFORMS }));
  return stage;
}

/** Leaves the images with these tags to others, and remembers what it was told. */
function leaving(tags: readonly string[], least = 2) {
  const told: SurveyedImage[][] = [];
  const share: Share = {
    least,
    leave: (images) => {
      told.push([...images]);
      return new Set(tags.map(source));
    },
  };
  return { share, told };
}

describe("a run that shares its work", () => {
  it("does and reports its own part, and the others do the rest", async () => {
    await using stage = await set();
    const { share } = leaving(["2", "3"]);
    const report = await stage.sync(ALL, { share });
    expect(report.images.map((image) => image.source)).toEqual([source("1"), source("4")]);
    expect(report.summary).toMatchObject({ copied: 2, failed: 0 });
    expect(stage.ghcr.store.tags("acme/app").sort()).toEqual(["1", "4"]);
    const rest = await stage.sync(ALL, { only: [source("2"), source("3")] });
    expect(rest.summary).toMatchObject({ copied: 2, upToDate: 0 });
    expect(stage.ghcr.store.tags("acme/app").sort()).toEqual(TAGS);
  });

  it("knows what each image moves", async () => {
    await using stage = await set();
    const { share, told } = leaving([]);
    const report = await stage.sync(ALL, { share });
    expect(told).toEqual([report.images.map(({ source, bytes }) => ({ source, bytes }))]);
  });

  it("fetches no manifest twice", async () => {
    await using stage = await set();
    const { summary } = await stage.sync(ALL, { share: leaving([]).share });
    const fetched = stage.hub.requests.filter(({ method, kind }) => method === "GET" && kind === "manifest");
    expect(fetched).toHaveLength(TAGS.length * (1 + PLATFORMS.length));
    expect(summary.pulls).toEqual({ "docker.io": fetched.length });
  });

  it("surveys nothing where there is little to do", async () => {
    await using stage = await set();
    const { share, told } = leaving(["1"], 5);
    const report = await stage.sync(ALL, { share });
    expect(told).toEqual([]);
    expect(report.summary).toMatchObject({ copied: 4 });
  });

  it("leaves all images of a source to the same others, also those that are up to date", async () => {
    await using stage = await set();
    const two = `${ALL}\n- { source: app, to: other, tags: ["*"] }`;
    await stage.sync("- { source: app, to: other, tags: ['2'] }");
    const report = await stage.sync(two, { share: leaving(["2", "3", "4"]).share });
    expect(report.images.map(({ destination }) => destination)).toEqual([
      "ghcr.io/acme/app:1",
      "ghcr.io/acme/other:1",
    ]);
    const rest = await stage.sync(two, { only: ["2", "3", "4"].map(source) });
    expect(rest.summary).toMatchObject({ copied: 5, upToDate: 1 });
  });

  it("keeps what it could not survey, and says why", async () => {
    await using stage = await set();
    const { digest } = generateImage({ seed: "3", platforms: PLATFORMS }).root;
    stage.hub.faults.add({ when: { method: "GET", reference: digest }, times: 9, act: status(403) });
    const { share, told } = leaving([]);
    const report = await stage.sync(ALL, { share });
    expect(told[0]?.find((image) => image.source === source("3"))?.bytes).toBe(0);
    expect(report.summary).toMatchObject({ copied: 3, failed: 1 });
  });

  it("leaves nothing to others once it is to stop", async () => {
    await using stage = await set();
    const stop = new AbortController();
    stage.hub.faults.add({
      when: { method: "GET", kind: "manifest" },
      act: { name: "stop", run: async () => void stop.abort() },
    });
    const { share, told } = leaving(TAGS);
    const report = await stage.sync(ALL, { share, signal: stop.signal });
    expect(told).toEqual([]);
    expect(report.images.map(({ error }) => error?.code)).toEqual(TAGS.map(() => "CANCELED"));
  });
});
