import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import type { Quarantine, Sight } from "../../src/reconcile/quarantine.ts";
import { verdictOf } from "../../src/reconcile/verdict.ts";
import { type Stage, setPlainStage } from "../scenarios/stage.ts";
import { looksOf } from "./looks-of.ts";

const DAY = 86_400_000;
const ENTRY = `- { source: app, tags: ["1", "2", "3"], min-age: 3d }`;
const app = (tag: string) => `docker.io/library/app:${tag}`;

async function set() {
  const stage = await setPlainStage();
  for (const tag of ["1", "2", "3"]) push(stage, tag);
  return stage;
}

const push = ({ hub }: Stage, tag: string, seed = tag) =>
  pushImage(hub.store, "library/app", tag, generateImage({ seed })).digest;

/** A quarantine that knows since when some sources are as they are, and what it was asked. */
function knowing(since: Readonly<Record<string, number>>) {
  const asked: (readonly Sight[])[] = [];
  const quarantine: Quarantine = {
    since: async (sights) => {
      asked.push(sights);
      return new Map(Object.entries(since));
    },
  };
  return { quarantine, asked };
}

describe("a tag that has to be of an age", () => {
  it("waits until it is, and is asked for together with the others", async () => {
    await using stage = await set();
    const now = stage.clock.now();
    const { quarantine, asked } = knowing({ [app("1")]: now - 4 * DAY, [app("2")]: now - DAY });
    const report = await stage.sync(`${ENTRY}\n- { source: app, to: other, tags: ["2"] }`, { quarantine });
    expect(report.images.map(({ action, result }) => `${action} ${result}`)).toEqual([
      "copy done",
      "wait skipped",
      "wait skipped",
      "copy done",
    ]);
    expect(report.images[1]?.until).toBe(new Date(now + 2 * DAY).toISOString());
    expect(report.images[2]).toMatchObject({ reason: expect.stringContaining("nobody knows"), digest: null });
    expect(report.images[2]?.until).toBeUndefined();
    expect(report.summary).toMatchObject({ copied: 2, waiting: 2, failed: 0 });
    expect(verdictOf(report)).toBe("as-wanted");
    expect(asked.map((sights) => sights.map(({ source }) => source))).toEqual([
      [app("1"), app("2"), app("3")],
    ]);
  });

  it("keeps its older digest at the destination, and is not asked for where nothing is to be done", async () => {
    await using stage = await set();
    const old = generateImage({ seed: "1" }).root.digest;
    await stage.sync(ENTRY.replace(", min-age: 3d", ""));
    const digest = push(stage, "1", "moved");
    const { quarantine, asked } = knowing({ [app("1")]: stage.clock.now() });
    const { images } = await stage.sync(ENTRY, { quarantine });
    expect(images[0]).toMatchObject({
      action: "wait",
      digest: old,
      previousDigest: old,
      sourceDigest: digest,
    });
    expect(asked).toEqual([[{ source: app("1"), digest }]]);
    expect(stage.ghcr.store.manifest("acme/app", "1")?.digest).toBe(old);
    push(stage, "1");
    await stage.sync(ENTRY, { quarantine });
    expect(asked).toHaveLength(1);
  });

  it("goes by what its registry says of it where there is no memory", async () => {
    await using stage = await set();
    const now = stage.clock.now();
    const pushed: Readonly<Record<string, number>> = { "1": now - 3 * DAY, "2": now - DAY };
    const { looks } = looksOf(stage.hub, (tag) => (pushed[tag] ? { pushedAt: pushed[tag] } : {}));
    const { images } = await stage.plan(ENTRY, { looks });
    expect(images.map(({ action }) => action)).toEqual(["copy", "wait", "wait"]);
    expect(images.map(({ until }) => until)).toEqual([
      undefined,
      new Date(now + 2 * DAY).toISOString(),
      undefined,
    ]);
  });

  it("is not taken for old where that cannot be asked", async () => {
    await using stage = await set();
    const since = () => Promise.reject(new Error("the database is away"));
    await expect(stage.sync(ENTRY, { quarantine: { since } })).rejects.toThrow("the database is away");
    expect(stage.ghcr.store.tags("acme/app")).toEqual([]);
  });
});
