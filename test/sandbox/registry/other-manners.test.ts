import { describe, expect, it } from "vitest";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import { ecrPublicManners } from "../../../sandbox/registry/ecr-public-manners.ts";
import { type QuayOptions, quayManners } from "../../../sandbox/registry/quay-manners.ts";
import { startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { login } from "./login.ts";
import { ask, askManifest } from "./wire.ts";

const START = Date.UTC(2026, 10, 22, 12);
const image = generateImage({ seed: "quay", layers: 2, layerSize: 500 });
const index = generateImage({ seed: "quay index", platforms: ["linux/amd64", "linux/arm64"] });

async function openQuay(options: QuayOptions = {}) {
  const clock = { now: START };
  const manners = quayManners({ perSecond: 1000, ...options });
  const quay = await startRegistry({ manners, now: () => clock.now });
  const list = async (query = "", name = "org/app") => {
    const { text, ...answer } = await ask(`${quay.url}/api/v1/repository/${name}/tag/${query}`);
    return { ...answer, body: text.startsWith("{") ? JSON.parse(text) : text };
  };
  return { quay, clock, list, [Symbol.asyncDispose]: () => quay.close() };
}

describe("Quay's list of tags", () => {
  it("has digests and the time of each push, the last one first", async () => {
    await using at = await openQuay();
    const { store } = at.quay;
    pushImage(store, "org/app", "v1", image);
    at.clock.now += 60_000;
    pushImage(store, "org/app", "v2", index);
    const { body } = await at.list("?limit=100&page=1&onlyActiveTags=true");
    expect(body).toMatchObject({ page: 1, has_additional: false });
    expect(body.tags).toEqual([
      {
        name: "v2",
        reversion: false,
        start_ts: START / 1000 + 60,
        manifest_digest: index.root.digest,
        is_manifest_list: true,
        size: null,
        last_modified: "Sun, 22 Nov 2026 12:01:00 -0000",
      },
      {
        name: "v1",
        reversion: false,
        start_ts: START / 1000,
        manifest_digest: image.root.digest,
        is_manifest_list: false,
        size: image.blobs.slice(1).reduce((sum, { descriptor }) => sum + descriptor.size, 0),
        last_modified: "Sun, 22 Nov 2026 12:00:00 -0000",
      },
    ]);
  });

  it("also has what is over, unless it is asked for active tags only", async () => {
    await using at = await openQuay();
    const { store } = at.quay;
    pushImage(store, "org/app", "v1", image);
    at.clock.now += 60_000;
    pushImage(store, "org/app", "v1", index);
    at.clock.now += 60_000;
    store.deleteTag("org/app", "v1");
    const spans = (await at.list()).body.tags.map((tag: { start_ts: number; end_ts?: number }) => [
      tag.start_ts - START / 1000,
      tag.end_ts && tag.end_ts - START / 1000,
    ]);
    expect(spans).toEqual([
      [60, 120],
      [0, 60],
    ]);
    expect((await at.list("?onlyActiveTags=true")).body.tags).toEqual([]);
  });

  it.each([
    ["", 50, true],
    ["?limit=100", 100, true],
    ["?limit=1000", 100, true],
    ["?limit=100&page=2", 20, false],
    ["?limit=100&page=3", 0, false],
    ["?specificTag=v7", 1, false],
  ])("has at most a hundred on a page: %s", async (query, count, more) => {
    await using at = await openQuay();
    for (let n = 0; n < 120; n++) pushImage(at.quay.store, "org/app", `v${n}`, image);
    const { body } = await at.list(query);
    expect([body.tags.length, body.has_additional]).toEqual([count, more]);
  });

  it("tells strangers nothing of what is private or absent", async () => {
    await using at = await openQuay();
    pushImage(at.quay.store, "org/app", "v1", image);
    at.quay.store.setVisibility("org/app", "private");
    for (const name of ["org/app", "org/none"]) {
      expect(await at.list("", name)).toMatchObject({
        status: 401,
        body: { error_type: "invalid_token", error_message: "Requires authentication", status: 401 },
      });
    }
  });

  it("is only there", async () => {
    await using plain = await startRegistry();
    expect((await ask(`${plain.url}/api/v1/repository/org/app/tag/`)).status).toBe(404);
  });
});

it("Quay answers a few requests a second, to the registry and to the API", async () => {
  await using at = await openQuay({ perSecond: 3 });
  pushImage(at.quay.store, "org/app", "v1", image);
  const headers = await login(at.quay.url, "repository:org/app:pull");
  expect(at.quay.requests.map(({ path }) => path.split("?")[0])).toEqual(["/v2/", "/v2/auth"]);
  const pull = async () => (await askManifest(at.quay.url, "org/app", "v1", { headers })).status;
  expect(await pull()).toBe(200);
  expect(await pull()).toBe(429);
  const refused = await at.list();
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, null]);
  at.clock.now += 1000;
  expect([await pull(), (await at.list()).status]).toEqual([200, 200]);
});

it("Quay keeps blobs elsewhere, by 302", async () => {
  await using at = await openQuay();
  pushImage(at.quay.store, "org/app", "v1", image);
  const headers = await login(at.quay.url, "repository:org/app:pull");
  const digest = image.blobs[0]?.descriptor.digest;
  expect((await ask(`${at.quay.url}/v2/org/app/blobs/${digest}`, { headers })).status).toBe(302);
});

it("ECR Public bills strangers for one manifest a second, and nobody for a HEAD", async () => {
  const clock = { now: START };
  const users = { ann: "secret" };
  await using ecr = await startRegistry({
    manners: ecrPublicManners(),
    auth: { kind: "token", users },
    now: () => clock.now,
  });
  pushImage(ecr.store, "alias/app", "v1", image);
  const challenge = (await ask(`${ecr.url}/v2/`)).headers.get("www-authenticate");
  expect(challenge).toBe(`Bearer realm="${ecr.url}/token/",service="public.ecr.aws",scope="aws"`);
  const headers = await login(ecr.url, "repository:alias/app:pull");
  const pull = (method = "GET") => askManifest(ecr.url, "alias/app", "v1", { headers, method });
  expect([(await pull("HEAD")).status, (await pull()).status]).toEqual([200, 200]);
  const refused = await pull();
  expect([refused.status, refused.codes]).toEqual([429, ["TOOMANYREQUESTS"]]);
  expect(refused.text).toContain("Rate exceeded");
  expect((await pull("HEAD")).status).toBe(200);
  clock.now += 1000;
  expect((await pull()).status).toBe(200);
  const basic = { authorization: `Basic ${Buffer.from("ann:secret").toString("base64")}` };
  const scope = "repository:alias/app:pull";
  const { text } = await ask(`${ecr.url}/token/?service=public.ecr.aws&scope=${scope}`, { headers: basic });
  const ann = { authorization: `Bearer ${JSON.parse(text).token}` };
  const statuses = [];
  for (let n = 0; n < 3; n++) {
    statuses.push((await askManifest(ecr.url, "alias/app", "v1", { headers: ann })).status);
  }
  expect(statuses).toEqual([200, 200, 200]);
});
