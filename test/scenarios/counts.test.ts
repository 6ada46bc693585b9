import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { generateLayers } from "../../sandbox/images/generate-layer.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { dockerHubManners } from "../../sandbox/registry/docker-hub-manners.ts";
import { plainManners } from "../../sandbox/registry/plain-manners.ts";
import type { SandboxRegistry } from "../../sandbox/registry/start-registry.ts";
import { differences } from "./differences.ts";
import { type Stage, setPlainStage, setStage } from "./stage.ts";

const PLATFORMS = ["linux/amd64", "linux/arm64", "linux/arm/v7"];
const TAGS = Array.from({ length: 20 }, (_, index) => `1.${index}`);

const isWrite = ({ method }: { readonly method: string }) => method !== "GET" && method !== "HEAD";

/** Requests to the registry itself that it admitted: without tokens, challenges and storage. */
const admitted = ({ requests }: SandboxRegistry) =>
  requests.filter(({ kind, status }) => kind !== "token" && kind !== "cdn" && status !== 401);

/** The largest number of times that one reference was asked for. */
function mostOften(requests: SandboxRegistry["requests"]): number {
  const times = new Map<string | undefined, number>();
  for (const { reference } of requests) times.set(reference, (times.get(reference) ?? 0) + 1);
  return Math.max(0, ...times.values());
}

function pushTags({ hub }: Stage, repository = "library/app") {
  for (const tag of TAGS)
    pushImage(hub.store, repository, tag, generateImage({ seed: `${repository} ${tag}`, layers: 1 }));
}

function expectNoWork({ hub, ghcr }: Stage) {
  expect(hub.count({ method: "GET", kind: "manifest" })).toBe(0);
  expect(hub.count({ kind: "blob" })).toBe(0);
  expect(ghcr.requests.filter(isWrite)).toEqual([]);
}

describe("a run in sync", () => {
  const exact = `- { source: app, tags: [${TAGS.map((tag) => `"${tag}"`).join(", ")}] }`;
  const glob = `- { source: app, tags: ["*"] }`;

  it.each([
    ["exact tags", exact, 20],
    ["a glob", glob, 21],
  ])("of %s asks for each tag once on each side", async (_, mirrors, requests) => {
    await using stage = await setPlainStage();
    pushTags(stage);
    await stage.sync(mirrors);
    stage.forget();
    const { summary } = await stage.sync(mirrors);
    expect(summary).toMatchObject({ upToDate: 20, copied: 0, updated: 0, bytes: 0, pulls: {} });
    expect([stage.hub.count(), stage.ghcr.count()]).toEqual([requests, requests]);
    expectNoWork(stage);
  });

  it.each([
    ["exact tags", exact, 20],
    ["a glob", glob, 21],
  ])("of %s adds one challenge and one token where tokens are wanted", async (_, mirrors, requests) => {
    await using stage = await setStage({ manners: dockerHubManners({ limit: 1000 }) });
    pushTags(stage);
    await stage.sync(mirrors);
    const { pulls } = stage.hub;
    stage.forget();
    await stage.sync(mirrors);
    for (const registry of [stage.hub, stage.ghcr]) {
      expect(admitted(registry)).toHaveLength(requests);
      expect([registry.count({ status: 401 }), registry.count({ kind: "token" })]).toEqual([1, 1]);
    }
    expectNoWork(stage);
    expect(stage.hub.pulls).toBe(pulls);
  });

  it("of many repositories asks for each tag once on each side", async () => {
    await using stage = await setPlainStage();
    const repositories = ["library/app", "acme/one", "acme/two", "other/one-two", "other/three"];
    for (const repository of repositories) pushTags(stage, repository);
    const mirrors = repositories.map((name) => `- { source: docker.io/${name}, tags: ["*"] }`).join("\n");
    await stage.sync(mirrors);
    stage.forget();
    const { summary } = await stage.sync(mirrors);
    expect(summary).toMatchObject({ upToDate: 100, bytes: 0 });
    expect([stage.hub.count(), stage.ghcr.count()]).toEqual([105, 105]);
    expectNoWork(stage);
  });

  it("of a subset of platforms costs a HEAD at the source and one read at the destination", async () => {
    await using stage = await setStage();
    const image = generateImage({ seed: "subset", platforms: PLATFORMS, attestations: true });
    pushImage(stage.hub.store, "library/app", "1", image);
    const mirrors = `- { source: "app:1", platforms: [linux/arm64, linux/arm/v7] }`;
    expect((await stage.sync(mirrors)).images).toMatchObject([
      { result: "done", platforms: ["linux/arm64", "linux/arm/v7"] },
    ]);
    const { pulls } = stage.hub;
    stage.forget();
    expect((await stage.sync(mirrors)).images).toMatchObject([{ action: "up-to-date" }]);
    expect(admitted(stage.hub).map(({ method, kind }) => `${method} ${kind}`)).toEqual(["HEAD manifest"]);
    expect(admitted(stage.ghcr).map(({ method, kind }) => `${method} ${kind}`)).toEqual(["GET manifest"]);
    expect(stage.hub.pulls).toBe(pulls);
  });
});

describe("a first copy", () => {
  const image = generateImage({ seed: "first", platforms: PLATFORMS, layers: 4, attestations: true });

  it("fetches each manifest and each blob once, and bills what it says", async () => {
    await using stage = await setStage();
    pushImage(stage.hub.store, "library/app", "1", image);
    const { summary } = await stage.sync("- app:1");
    const fetched = admitted(stage.hub).filter(({ method }) => method === "GET");
    expect(fetched).toHaveLength(image.manifests.length + image.blobs.length);
    expect(mostOften(fetched)).toBe(1);
    expect(summary.pulls).toEqual({ "docker.io": image.manifests.length });
    expect(stage.hub.pulls).toBe(image.manifests.length);
    expect(
      differences(
        { registry: stage.hub, reference: "library/app:1" },
        { registry: stage.ghcr, reference: "acme/app:1" },
      ),
    ).toEqual([]);
  });

  it("makes two requests for a blob at a new destination, and one list for the repository", async () => {
    await using stage = await setStage();
    pushImage(stage.hub.store, "library/app", "1", image);
    await stage.sync("- app:1");
    const { ghcr } = stage;
    expect(ghcr.count({ kind: "upload" })).toBe(2 * image.blobs.length);
    expect(ghcr.count({ kind: "blob" })).toBe(0);
    expect(ghcr.count({ method: "GET", kind: "tags", status: 404 })).toBe(1);
    expect(admitted(ghcr)).toHaveLength(2 + 2 * image.blobs.length + image.manifests.length);
    expect(ghcr.openUploads).toBe(0);
  });

  it("makes three where a PATCH is needed, once that is known", async () => {
    await using stage = await setStage(
      {},
      { manners: plainManners({ putBody: false }), auth: { kind: "none" } },
    );
    pushImage(stage.hub.store, "library/app", "1", image);
    const { images } = await stage.sync("- app:1", { concurrency: 1 });
    expect(images[0]?.result).toBe("done");
    // What the first blob tried in vain: a POST, a PUT, and its cancellation.
    expect(stage.ghcr.count({ kind: "upload" })).toBe(3 * image.blobs.length + 3);
    expect(stage.ghcr.openUploads).toBe(0);
  });

  it("of 200 tags that share layers moves each layer once", async () => {
    await using stage = await setStage({ manners: dockerHubManners({ limit: 1000 }) });
    const sharedLayers = generateLayers("base", 8, 300);
    const images = Array.from({ length: 200 }, (_, index) =>
      generateImage({ seed: `tag ${index}`, layers: 1, layerSize: 50, sharedLayers }),
    );
    for (const [index, image] of images.entries())
      pushImage(stage.hub.store, "library/app", `v${index}`, image);
    const { summary } = await stage.sync(`- { source: app, tags: ["v*"] }`, { concurrency: 32 });
    expect(summary).toMatchObject({ copied: 200, mountedBytes: 0, pulls: { "docker.io": 200 } });
    expect(stage.hub.pulls).toBe(200);
    const blobs = 8 + 200 + 200;
    const fetched = admitted(stage.hub).filter(({ method }) => method === "GET");
    expect(fetched).toHaveLength(1 + 200 + blobs);
    expect(mostOften(fetched)).toBe(1);
    expect(stage.ghcr.count({ kind: "upload" })).toBe(2 * blobs);
    expect(admitted(stage.ghcr)).toHaveLength(1 + 2 * blobs + 200);
  });
});

describe("the pull limit", () => {
  it("is in the report of a sync as of a plan, as Docker Hub told it last", async () => {
    await using stage = await setStage();
    pushTags(stage);
    const { pullLimits } = await stage.plan(`- { source: app, tags: ["1.1*"] }`);
    const whose = { countedBy: "address", identity: expect.stringMatching(/^[0-9a-f]{12}$/) };
    const limit = { registry: "docker.io", limit: 100, window: 21_600, ...whose };
    expect(stage.hub.pulls).toBeGreaterThan(0);
    expect(pullLimits).toEqual([{ ...limit, remaining: 100 - stage.hub.pulls }]);
    const after = await stage.sync(`- { source: app, tags: ["1.1*"] }`, { concurrency: 1 });
    expect(after.pullLimits).toEqual([{ ...limit, remaining: 100 - stage.hub.pulls }]);
  });

  it("is not there where no registry has one", async () => {
    await using stage = await setPlainStage();
    pushTags(stage);
    expect((await stage.sync("- app:1.1")).pullLimits).toEqual([]);
  });
});
