import { describe, expect, it } from "vitest";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import { type DockerHubOptions, dockerHubManners } from "../../../sandbox/registry/docker-hub-manners.ts";
import { startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { ask, askManifest, locationOf } from "./wire.ts";

const image = generateImage({ seed: "hub", platforms: ["linux/amd64", "linux/arm64"] });
const users = { ann: "secret" };

async function startHub(options: DockerHubOptions = {}) {
  const clock = { now: 1_000_000 };
  const auth = { kind: "token", users } as const;
  const hub = await startRegistry({ manners: dockerHubManners(options), auth, now: () => clock.now });
  pushImage(hub.store, "library/redis", "7", image);
  return { hub, clock, [Symbol.asyncDispose]: () => hub.close() };
}

async function login(url: string, scope: string, password?: string) {
  const challenge = (await ask(`${url}/v2/`)).headers.get("www-authenticate") ?? "";
  const [, realm, service] = /realm="([^"]+)",service="([^"]+)"/.exec(challenge) ?? [];
  const basic = { authorization: `Basic ${Buffer.from(`ann:${password}`).toString("base64")}` };
  const answer = await ask(`${realm}?service=${service}&scope=${scope}`, { headers: password ? basic : {} });
  const { token } = JSON.parse(answer.text) as { token: string };
  return { authorization: `Bearer ${token}` };
}

describe("Docker Hub's pulls", () => {
  it("bills a manifest GET, by tag or digest, and neither HEAD nor blobs", async () => {
    await using at = await startHub({ limit: 10 });
    const headers = await login(at.hub.url, "repository:library/redis:pull");
    const head = await askManifest(at.hub.url, "library/redis", "7", { method: "HEAD", headers });
    expect(head.headers.get("ratelimit-limit")).toBe("10;w=21600");
    expect(head.headers.get("ratelimit-remaining")).toBe("10;w=21600");
    expect(head.headers.get("docker-ratelimit-source")).toBe("127.0.0.1");
    await askManifest(at.hub.url, "library/redis", "7", { headers });
    const child = image.manifests[0]?.descriptor.digest ?? "";
    const get = await askManifest(at.hub.url, "library/redis", child, { headers });
    await ask(`${at.hub.url}/v2/library/redis/blobs/${image.blobs[0]?.descriptor.digest}`, { headers });
    expect(get.headers.get("ratelimit-remaining")).toBe("8;w=21600");
    expect(at.hub.pulls).toBe(2);
  });

  it("refuses the pull after the last with its words and no Retry-After, and still answers HEAD", async () => {
    await using at = await startHub({ limit: 1 });
    const headers = await login(at.hub.url, "repository:library/redis:pull");
    expect((await askManifest(at.hub.url, "library/redis", "7", { headers })).status).toBe(200);
    const refused = await askManifest(at.hub.url, "library/redis", "7", { headers });
    expect([refused.status, refused.codes]).toEqual([429, ["TOOMANYREQUESTS"]]);
    expect(refused.text).toContain("You have reached your unauthenticated pull rate limit.");
    expect(refused.headers.get("ratelimit-remaining")).toBe("0;w=21600");
    expect(refused.headers.has("retry-after")).toBe(false);
    const head = await askManifest(at.hub.url, "library/redis", "7", { method: "HEAD", headers });
    expect([head.status, at.hub.pulls]).toEqual([200, 1]);
  });

  it("forgets a pull when the window has passed", async () => {
    await using at = await startHub({ limit: 1, window: 60 });
    const scope = "repository:library/redis:pull";
    const pull = async () =>
      (await askManifest(at.hub.url, "library/redis", "7", { headers: await login(at.hub.url, scope) }))
        .status;
    expect([await pull(), await pull()]).toEqual([200, 429]);
    at.clock.now += 60_000;
    expect(await pull()).toBe(200);
  });

  it("bills an account apart from its address", async () => {
    await using at = await startHub({ limit: 1, accountLimit: 2 });
    const scope = "repository:library/redis:pull";
    const anonymous = await login(at.hub.url, scope);
    const ann = await login(at.hub.url, scope, "secret");
    await askManifest(at.hub.url, "library/redis", "7", { headers: anonymous });
    const get = await askManifest(at.hub.url, "library/redis", "7", { headers: ann });
    expect(get.headers.get("docker-ratelimit-source")).toBe("ann");
    expect(get.headers.get("ratelimit-remaining")).toBe("1;w=21600");
  });
});

describe("Docker Hub's names and blobs", () => {
  it.each(["redis", "library/nope", "a/b/c"])(
    "has no %s, and will not say whether it is private",
    async (name) => {
      await using at = await startHub();
      const headers = await login(at.hub.url, `repository:${name}:pull`);
      const answer = await askManifest(at.hub.url, name, "7", { headers });
      expect([answer.status, answer.codes]).toEqual([401, ["UNAUTHORIZED"]]);
      expect(answer.headers.get("www-authenticate")).toContain('error="insufficient_scope"');
    },
  );

  it("keeps blobs on another host, which refuses to see a token", async () => {
    await using at = await startHub();
    const headers = await login(at.hub.url, "repository:library/redis:pull");
    const digest = image.blobs[0]?.descriptor.digest;
    const url = `${at.hub.url}/v2/library/redis/blobs/${digest}`;
    for (const method of ["GET", "HEAD"]) {
      expect((await ask(url, { method, headers })).status).toBe(307);
    }
    const storage = locationOf(at.hub.url, (await ask(url, { headers })).headers);
    expect(new URL(storage).host).not.toBe(at.hub.host);
    expect((await ask(storage, { headers })).status).toBe(400);
    const part = await ask(storage, { headers: { range: "bytes=0-1" } });
    expect([part.status, part.text]).toEqual([206, '{"']);
    expect(at.hub.count({ kind: "cdn" })).toBe(2);
    expect((await ask(storage.replace("signature=", "signature=x"))).status).toBe(403);
    at.clock.now += 10 * 60_000 + 1;
    expect((await ask(storage)).status).toBe(403);
  });
});
