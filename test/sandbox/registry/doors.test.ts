import { describe, expect, it } from "vitest";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import { dockerHubManners } from "../../../sandbox/registry/docker-hub-manners.ts";
import { abuseLimit } from "../../../sandbox/registry/fault-acts.ts";
import { ghcrManners } from "../../../sandbox/registry/ghcr-manners.ts";
import { startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { login } from "./login.ts";
import { ask, askManifest } from "./wire.ts";

const RUNNER = "198.51.100.7";
const image = generateImage({ seed: "doors" });

async function openHub(limit: number, abuse?: number) {
  const clock = { now: 1_000_000 };
  const manners = dockerHubManners({ limit, ...(abuse !== undefined && { abuseLimit: abuse }) });
  const hub = await startRegistry({ manners, now: () => clock.now });
  pushImage(hub.store, "library/redis", "7", image);
  return { hub, clock, [Symbol.asyncDispose]: () => hub.close() };
}

describe("another way into a registry", () => {
  it("is another address, with pulls of its own", async () => {
    await using at = await openHub(1);
    const { hub } = at;
    const door = await hub.openDoor(RUNNER);
    const get = async (url: string) =>
      askManifest(url, "library/redis", "7", { headers: await login(url, "repository:library/redis:pull") });
    const here = await get(hub.url);
    const there = await get(door);
    expect([here.status, here.headers.get("docker-ratelimit-source")]).toEqual([200, "127.0.0.1"]);
    expect([there.status, there.headers.get("docker-ratelimit-source")]).toEqual([200, RUNNER]);
    expect((await get(door)).status).toBe(429);
    expect([hub.pulls, hub.pullsOf("127.0.0.1"), hub.pullsOf(RUNNER), hub.pullsOf("192.0.2.1")]).toEqual([
      2, 1, 1, 0,
    ]);
    expect(hub.count({ kind: "manifest", address: RUNNER })).toBe(2);
  });

  it("has what somebody else at its address pulled", async () => {
    await using at = await openHub(10);
    const { hub } = at;
    hub.spendPulls("127.0.0.1", 7);
    const headers = await login(hub.url, "repository:library/redis:pull");
    const head = await askManifest(hub.url, "library/redis", "7", { method: "HEAD", headers });
    expect(head.headers.get("ratelimit-remaining")).toBe("3;w=21600");
    expect([hub.pulls, hub.pullsOf("127.0.0.1")]).toEqual([0, 0]);
  });

  it("gives tokens itself where the registry does", async () => {
    await using ghcr = await startRegistry({ manners: ghcrManners() });
    const door = await ghcr.openDoor(RUNNER);
    for (const url of [ghcr.url, door]) {
      const challenge = (await ask(`${url}/v2/`)).headers.get("www-authenticate");
      expect(challenge).toContain(`realm="${url}/token"`);
    }
  });

  it("closes with it", async () => {
    const { hub } = await openHub(1);
    const door = await hub.openDoor(RUNNER);
    await hub.close();
    await expect(ask(`${door}/v2/`)).rejects.toThrow();
  });
});

describe("Docker Hub's limit against abuse", () => {
  it("counts everything from one address, and does not look like a pull refused", async () => {
    await using at = await openHub(1, 2);
    const { hub, clock } = at;
    const ping = async (url: string) => ask(`${url}/v2/`);
    await ping(hub.url);
    await ping(hub.url);
    const refused = await ping(hub.url);
    expect([refused.status, refused.text, refused.codes]).toEqual([429, "Too Many Requests\n", []]);
    expect(refused.headers.get("retry-after")).toBe("60");
    expect(refused.headers.has("ratelimit-limit")).toBe(false);
    expect((await ping(await hub.openDoor(RUNNER))).status).toBe(401);
    clock.now += 60_000;
    expect((await ping(hub.url)).status).toBe(401);
  });

  it("can be met at any request", async () => {
    await using at = await openHub(100);
    at.hub.faults.add({ when: { kind: "manifest" }, act: abuseLimit });
    const headers = await login(at.hub.url, "repository:library/redis:pull");
    const statuses = [];
    for (let n = 0; n < 2; n++) {
      statuses.push((await askManifest(at.hub.url, "library/redis", "7", { headers })).status);
    }
    expect(statuses).toEqual([429, 200]);
  });
});
