import { describe, expect, it, vi } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { hang } from "../../sandbox/registry/fault-acts.ts";
import type { FaultMatch } from "../../sandbox/registry/faults.ts";
import { differences } from "./differences.ts";
import { ALWAYS } from "./expect-failure.ts";
import { type Stage, setStage } from "./stage.ts";
import { startCommand } from "./start-command.ts";

const IMAGE = generateImage({
  seed: "killed",
  platforms: ["linux/amd64", "linux/arm64"],
  layers: 3,
  layerSize: 400_000,
});
const LAYER = IMAGE.blobs.at(-1)?.descriptor.digest ?? IMAGE.root.digest;
const SMALL = generateImage({ seed: "small" });

async function set(): Promise<Stage> {
  const stage = await setStage();
  pushImage(stage.hub.store, "library/app", "1", IMAGE);
  pushImage(stage.hub.store, "library/small", "1", SMALL);
  return stage;
}

const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 10_000, interval: 5 });

describe("a sync that is killed in the middle of a copy", () => {
  it("leaves no tag, and the next one moves the rest and nothing else", async () => {
    await using stage = await set();
    const { hub, ghcr } = stage;
    const rest = IMAGE.blobs.length - 1;
    hub.faults.add({ when: { kind: "blob", reference: LAYER }, times: ALWAYS, act: hang });
    {
      await using killed = await startCommand(stage, "- app:1");
      await until(() => ghcr.store.blobs("acme/app").length === rest);
      killed.process.kill("SIGKILL");
      expect(await killed.ended).toMatchObject({ code: null });
    }
    expect(ghcr.store.tags("acme/app")).toEqual([]);
    hub.faults.clear();
    stage.forget();
    await using next = await startCommand(stage, "- app:1", ["--json", "--concurrency", "1"]);
    const { code, stdout } = await next.ended;
    expect(code).toBe(0);
    expect(JSON.parse(stdout).images).toMatchObject([
      { action: "copy", result: "done", digest: IMAGE.root.digest },
    ]);
    expect(ghcr.count({ method: "PUT", kind: "upload" })).toBe(1);
    expect(
      differences({ registry: hub, reference: "library/app:1" }, { registry: ghcr, reference: "acme/app:1" }),
    ).toEqual([]);
  });
});

describe("Ctrl-C", () => {
  it.each<[name: string, side: "hub" | "ghcr", when: FaultMatch]>([
    ["while a tag is looked up", "hub", { method: "HEAD", repository: "library/app" }],
    ["while a blob is fetched", "hub", { kind: "cdn", reference: LAYER }],
    ["while a manifest is stored", "ghcr", { method: "PUT", kind: "manifest", repository: "acme/app" }],
  ])("%s ends cleanly with 130, naming what is left undone", async (_, side, when) => {
    await using stage = await set();
    stage[side].faults.add({ when, times: ALWAYS, act: hang });
    await using command = await startCommand(stage, "- small:1\n- app:1");
    await until(() => stage[side].faults.fired > 0);
    if (!("method" in when) || when.method !== "HEAD")
      await until(() => stage.ghcr.store.tags("acme/small").length > 0);
    command.process.kill("SIGINT");
    const { code, stdout, stderr } = await command.ended;
    expect(code).toBe(130);
    expect(stderr).toMatch(/Stopping; interrupt again to quit at once/);
    expect(stdout).toMatch(
      /Stopped, \d images? left undone:\n(.*\n)* +docker.io\/library\/app:1 → ghcr.io\/acme\/app:1\n/,
    );
    expect(stage.ghcr.store.tags("acme/app")).toEqual([]);
  });

  it("with --json still gives one document, which says what is done and what is not", async () => {
    await using stage = await set();
    stage.hub.faults.add({ when: { kind: "cdn", reference: LAYER }, times: ALWAYS, act: hang });
    await using command = await startCommand(stage, "- small:1\n- app:1", ["--json"]);
    await until(() => stage.hub.faults.fired > 0 && stage.ghcr.store.tags("acme/small").length > 0);
    command.process.kill("SIGINT");
    const { code, stdout, stderr } = await command.ended;
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({
      summary: { copied: 1, failed: 0 },
      images: [
        { source: "docker.io/library/small:1", result: "done" },
        { source: "docker.io/library/app:1", result: "skipped", error: { code: "CANCELED" } },
      ],
    });
    expect(stderr).toMatch(/1 image left undone/);
  });
});
