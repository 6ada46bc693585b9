import { describe, expect, it } from "vitest";
import { type HubApiOptions, startHubApi } from "../../../sandbox/hub-api/start-hub-api.ts";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import { dockerHubManners } from "../../../sandbox/registry/docker-hub-manners.ts";
import { before, status } from "../../../sandbox/registry/fault-acts.ts";
import { startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { ask } from "../registry/wire.ts";

const START = Date.UTC(2026, 10, 22, 12);
const HOUR = 3_600_000;
const REDIS = "/v2/repositories/library/redis/tags";
const single = generateImage({ seed: "hub api", layers: 2, layerSize: 700, format: "docker" });
const index = generateImage({ seed: "hub api index", platforms: ["linux/amd64", "linux/arm/v7"] });

async function openHub(options: Partial<HubApiOptions> = {}) {
  const clock = { now: START };
  const now = () => clock.now;
  const hub = await startRegistry({ manners: dockerHubManners(), now });
  const api = await startHubApi({ store: hub.store, now, ...options });
  const get = async (path: string, init: RequestInit = {}) => {
    const { text, ...answer } = await ask(path.startsWith("http") ? path : `${api.url}${path}`, init);
    return { ...answer, body: text.startsWith("{") ? JSON.parse(text) : text };
  };
  const push = (tag: string, image = single) => pushImage(hub.store, "library/redis", tag, image);
  const names = async (query = "") =>
    (await get(`${REDIS}?page_size=100${query}`)).body.results.map(({ name }: { name: string }) => name);
  const close = () => Promise.all([hub.close(), api.close()]).then(() => undefined);
  return { hub, api, clock, get, push, names, [Symbol.asyncDispose]: close };
}

describe("a tag in Docker Hub's list", () => {
  it("of one platform has its digest, its push, its size, and the type of its config", async () => {
    await using at = await openHub();
    at.push("7");
    const { status: code, body } = await at.get(`${REDIS}?page_size=100`);
    expect(code).toBe(200);
    expect(body).toMatchObject({ count: 1, next: null, previous: null });
    const pushed = "2026-11-22T12:00:00.000Z";
    const size = single.blobs.slice(1).reduce((sum, { descriptor }) => sum + descriptor.size, 0);
    expect(body.results).toEqual([
      expect.objectContaining({
        name: "7",
        digest: single.root.digest,
        last_updated: pushed,
        tag_last_pushed: pushed,
        full_size: size,
        media_type: "application/vnd.docker.container.image.v1+json",
        content_type: "image",
        tag_status: "active",
      }),
    ]);
    expect(body.results[0].images).toEqual([
      {
        architecture: "amd64",
        features: "",
        variant: null,
        digest: single.root.digest,
        os: "linux",
        os_features: "",
        os_version: null,
        size,
        status: "active",
        last_pulled: null,
        last_pushed: pushed,
      },
    ]);
  });

  it("of several platforms has an image for each", async () => {
    await using at = await openHub();
    at.push("7", index);
    const [tag] = (await at.get(REDIS)).body.results;
    expect(tag).toMatchObject({ digest: index.root.digest, media_type: index.root.mediaType });
    const platforms = tag.images.map(({ os, architecture, variant }: Record<string, string>) => [
      os,
      architecture,
      variant,
    ]);
    expect(platforms).toEqual([
      ["linux", "amd64", null],
      ["linux", "arm", "v7"],
    ]);
  });

  it("may have no digest, and has images all the same", async () => {
    await using at = await openHub({ hasDigest: (_, { since }) => since >= START + HOUR });
    at.push("old");
    at.clock.now += HOUR;
    at.push("new", index);
    const { results } = (await at.get(REDIS)).body;
    expect(results.map((tag: { digest?: string }) => tag.digest)).toEqual([index.root.digest, undefined]);
    expect(results[1].images[0].digest).toBe(single.root.digest);
  });

  it("moves with each push to the registry, also of the same digest, and goes with it", async () => {
    await using at = await openHub();
    at.push("7");
    at.push("6");
    at.clock.now += HOUR;
    at.push("6");
    const pushes = async () =>
      (await at.get(REDIS)).body.results.map((tag: Record<string, string>) => [
        tag["name"],
        tag["tag_last_pushed"]?.slice(11, 13),
      ]);
    expect(await pushes()).toEqual([
      ["6", "13"],
      ["7", "12"],
    ]);
    at.hub.store.deleteTag("library/redis", "6");
    expect(await pushes()).toEqual([["7", "12"]]);
  });

  it("can be asked for alone", async () => {
    await using at = await openHub();
    at.push("7");
    expect((await at.get(`${REDIS}/7`)).body).toMatchObject({ name: "7", digest: single.root.digest });
    expect(await at.get(`${REDIS}/8/`)).toMatchObject({
      status: 404,
      body: {
        message: "httperror 404: tag '8' not found",
        errinfo: { namespace: "library", repository: "redis", tag: "8" },
      },
    });
  });
});

describe("Docker Hub's list of tags", () => {
  it.each([
    ["", ["c", "a", "b"]],
    ["&ordering=last_updated", ["c", "a", "b"]],
    ["&ordering=-last_updated", ["b", "a", "c"]],
    ["&ordering=name", ["a", "b", "c"]],
    ["&ordering=-name", ["c", "b", "a"]],
    ["&name=b", ["b"]],
  ])("is ordered: %s", async (query, names) => {
    await using at = await openHub();
    for (const tag of ["b", "a", "c"]) {
      at.push(tag);
      at.clock.now += 1000;
    }
    expect(await at.names(query)).toEqual(names);
  });

  it("has pages of ten, or of a hundred at most, and says where the next one is", async () => {
    await using at = await openHub();
    for (let n = 0; n < 230; n++) at.push(`v${n}`);
    expect((await at.get(REDIS)).body.results).toHaveLength(10);
    const seen = [];
    let next: string | null = `${REDIS}?page_size=1000`;
    while (next) {
      const { body }: { body: { next: string | null; count: number; results: unknown[] } } =
        await at.get(next);
      seen.push(body.results.length);
      expect(body.count).toBe(230);
      next = body.next;
    }
    expect(seen).toEqual([100, 100, 30]);
    expect((await at.get(`${REDIS}?page_size=100&page=2`)).body.previous).toContain("page=1");
    expect(at.api.count({ repository: "library/redis", kind: "api" })).toBe(5);
  });

  it("ends after a thousand for who has not signed in", async () => {
    await using at = await openHub({ tokens: new Set(["jwt-of-ann"]) });
    for (let n = 0; n < 1001; n++) at.push(`v${n}`);
    expect((await at.get(`${REDIS}?page_size=100&page=10`)).status).toBe(200);
    const further = `${REDIS}?page_size=100&page=11`;
    expect(await at.get(further)).toMatchObject({
      status: 403,
      body: {
        message: "pagination offset too large for anonymous requests; sign in to page further",
        errinfo: {},
      },
    });
    const headers = { authorization: "Bearer jwt-of-ann" };
    expect((await at.get(further, { headers })).body.results).toHaveLength(1);
  });

  it("may change between two pages", async () => {
    await using at = await openHub();
    for (let n = 0; n < 4; n++) {
      at.push(`v${n}`);
      at.clock.now += 1000;
    }
    const act = before(() => void at.push("v0"));
    at.api.faults.add({ when: { nth: 2 }, act });
    const page = async (number: number) =>
      (await at.get(`${REDIS}?page_size=2&page=${number}`)).body.results.map(
        ({ name }: { name: string }) => name,
      );
    expect([await page(1), await page(2)]).toEqual([
      ["v3", "v2"],
      ["v2", "v1"],
    ]);
  });

  it.each(["/v2/namespaces/library/repositories/redis/tags", `${REDIS}/`])("is also at %s", async (path) => {
    await using at = await openHub();
    at.push("7");
    expect((await at.get(path)).body.count).toBe(1);
  });

  it("has nothing that is absent or private", async () => {
    await using at = await openHub();
    at.push("7");
    at.hub.store.setVisibility("library/redis", "private");
    for (const name of ["redis", "none"]) {
      expect(await at.get(`/v2/repositories/library/${name}/tags`)).toMatchObject({
        status: 404,
        body: { message: "object not found", errinfo: { namespace: "library", repository: name } },
      });
    }
    expect((await at.get("/v2/repositories/redis/tags")).status).toBe(404);
    expect((await at.get(REDIS, { method: "POST" })).status).toBe(405);
  });

  it("has no ETag, unless it is to have one", async () => {
    await using plain = await openHub();
    plain.push("7");
    expect((await plain.get(REDIS)).headers.has("etag")).toBe(false);
    await using at = await openHub({ etags: "weak" });
    at.push("7");
    const etag = (await at.get(REDIS)).headers.get("etag") ?? "";
    const again = () => at.get(REDIS, { headers: { "if-none-match": etag } });
    expect(await again()).toMatchObject({ status: 304, body: "" });
    at.clock.now += HOUR;
    at.push("8");
    expect((await again()).status).toBe(200);
  });

  it("can fail as any other", async () => {
    await using at = await openHub();
    at.api.faults.add({ act: status(503) });
    expect([(await at.get(REDIS)).status, (await at.get(REDIS)).status]).toEqual([503, 404]);
  });
});

describe("the limit of Docker Hub's API", () => {
  it.each([
    [undefined, START / 1000 + 60],
    ["unix-time", START / 1000 + 60],
    ["seconds", 20],
  ] as const)("is its own, and says when it is over: %s", async (retryAfter, number) => {
    await using at = await openHub({ limit: 2, ...(retryAfter && { retryAfter }) });
    at.push("7");
    const first = await at.get(REDIS);
    expect(Object.fromEntries(first.headers)).toMatchObject({
      "x-ratelimit-limit": "2",
      "x-ratelimit-remaining": "1",
      "x-ratelimit-reset": `${START / 1000 + 60}`,
    });
    at.clock.now += 40_000;
    await at.get(REDIS);
    const refused = await at.get(REDIS);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, `${number}`]);
    expect(refused.headers.get("x-ratelimit-remaining")).toBe("0");
    expect((await at.get(`${await at.api.openDoor("198.51.100.7")}${REDIS}`)).status).toBe(200);
    at.clock.now += 20_000;
    expect((await at.get(REDIS)).status).toBe(200);
    expect(at.hub.pulls).toBe(0);
  });
});
