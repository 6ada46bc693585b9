import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { generateLayers } from "../../sandbox/images/generate-layer.ts";
import type { GeneratedImage } from "../../sandbox/images/generated-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { corrupt, status } from "../../sandbox/registry/fault-acts.ts";
import { ghcrManners } from "../../sandbox/registry/ghcr-manners.ts";
import type { Manners } from "../../sandbox/registry/manners.ts";
import { plainManners } from "../../sandbox/registry/plain-manners.ts";
import { differences } from "./differences.ts";
import { type Stage, setStage } from "./stage.ts";

const BASE = generateLayers("base", 4, 200_000);
const ONE = generateImage({ seed: "one", sharedLayers: BASE, layers: 1 });
const TWO = generateImage({ seed: "two", sharedLayers: BASE, layers: 1 });
const BOTH = "- one:1\n- two:1";
const BASE_SIZE = 4 * 200_000;

async function set(manners: Partial<Manners> = {}): Promise<Stage> {
  const stage = await setStage(
    { manners: plainManners() },
    { manners: plainManners(manners), auth: { kind: "none" } },
  );
  pushImage(stage.hub.store, "library/one", "1", ONE);
  pushImage(stage.hub.store, "library/two", "1", TWO);
  return stage;
}

function expectCopied({ hub, ghcr }: Stage, ...names: string[]) {
  for (const name of names) {
    expect(
      differences(
        { registry: hub, reference: `library/${name}:1` },
        { registry: ghcr, reference: `acme/${name}:1` },
      ),
    ).toEqual([]);
  }
}

const fetches = ({ hub }: Stage, image: GeneratedImage) =>
  hub.requests.filter(
    ({ kind, reference }) =>
      kind === "blob" && image.blobs.some(({ descriptor }) => descriptor.digest === reference),
  ).length;
const sent = ({ ghcr }: Stage) => ghcr.count({ method: "PUT", kind: "upload", status: 201 });

describe("layers that two repositories share", () => {
  it("are moved once, and mounted for the other", async () => {
    await using stage = await set();
    const { summary } = await stage.sync(BOTH);
    expect(summary).toMatchObject({ copied: 2, mountedBytes: BASE_SIZE });
    expectCopied(stage, "one", "two");
    expect(stage.hub.count({ kind: "blob" })).toBe(8);
    expect(sent(stage)).toBe(8);
    expect(stage.ghcr.count({ method: "POST", kind: "upload", status: 201 })).toBe(4);
  });

  it("are mounted at GHCR with a token for both repositories", async () => {
    await using stage = await setStage(
      { manners: plainManners() },
      { manners: ghcrManners(), auth: { kind: "token", users: { acme: "ghp_stage" } } },
    );
    pushImage(stage.hub.store, "library/one", "1", ONE);
    pushImage(stage.hub.store, "library/two", "1", TWO);
    expect((await stage.sync(BOTH)).summary).toMatchObject({ copied: 2, mountedBytes: BASE_SIZE });
    expectCopied(stage, "one", "two");
    const scopes = stage.ghcr.requests.map((request) => request.scopes).filter((asked) => asked.length > 1);
    expect(scopes.length).toBeLessThanOrEqual(2);
    expect(scopes.flat().filter((scope) => scope.endsWith(":pull"))).not.toEqual([]);
  });

  it.each<[name: string, manners: Partial<Manners>]>([
    ["mounts nothing", { mount: false }],
    ["mounts nothing, and takes no bytes with a PUT", { mount: false, putBody: false }],
  ])("are moved for each where the destination %s", async (_, manners) => {
    await using stage = await set(manners);
    expect((await stage.sync(BOTH)).summary).toMatchObject({ copied: 2, mountedBytes: 0 });
    expectCopied(stage, "one", "two");
  });

  it.each([400, 403, 404])(
    "are moved for each where the destination refuses to mount with %i",
    async (code) => {
      await using stage = await set();
      for (const { digest } of BASE) {
        stage.ghcr.faults.add({
          when: { method: "POST", repository: "acme/two", reference: digest },
          act: status(code),
        });
      }
      expect((await stage.sync(BOTH)).summary).toMatchObject({ copied: 2 });
      expectCopied(stage, "one", "two");
    },
  );

  it("are mounted from where they came where both are in one registry", async () => {
    await using stage = await set();
    pushImage(stage.ghcr.store, "upstream/one", "1", ONE);
    const { summary } = await stage.sync("- ghcr.io/upstream/one:1");
    expect(summary).toMatchObject({
      copied: 1,
      mountedBytes: ONE.blobs.reduce((sum, { bytes }) => sum + bytes.length, 0),
    });
    expect(sent(stage)).toBe(0);
    expectCopied(stage, "one");
  });

  it("of which the first move fails still arrive for the other", async () => {
    await using stage = await set();
    const [shared] = BASE;
    // Corrupted when it is first fetched, and when that is checked.
    stage.hub.faults.add({ when: { kind: "blob", reference: shared?.digest ?? "" }, times: 2, act: corrupt });
    const { images } = await stage.sync(BOTH);
    const failed = images.find(({ result }) => result === "failed");
    expect(failed?.error).toMatchObject({ side: "source", code: "DIGEST_MISMATCH" });
    expect(images.filter(({ result }) => result === "done")).toHaveLength(1);
    expectCopied(stage, failed?.source.includes("one") ? "two" : "one");
  });
});

describe("layers that the destination has already", () => {
  it.each<[name: string, manners: Partial<Manners>]>([
    ["says so when asked to mount them from itself", {}],
    ["has to be asked, for it mounts nothing from itself", { selfMount: false }],
  ])("are not sent again where it %s", async (_, manners) => {
    await using stage = await set(manners);
    const large = generateImage({ seed: "large", layers: 3, layerSize: 1_500_000 });
    const next = generateImage({
      seed: "next",
      sharedLayers: generateLayers("large/linux/amd64", 3, 1_500_000),
      layers: 1,
    });
    pushImage(stage.hub.store, "library/one", "1", large);
    await stage.sync("- one:1");
    pushImage(stage.hub.store, "library/one", "1", next);
    stage.forget();
    const { summary } = await stage.sync("- one:1");
    expect(summary).toMatchObject({ updated: 1, mountedBytes: 4_500_000 });
    expect(fetches(stage, large)).toBe(0);
    expect(stage.hub.count({ kind: "blob" })).toBe(2);
    expectCopied(stage, "one");
    expect(stage.ghcr.openUploads).toBe(0);
  });
});
