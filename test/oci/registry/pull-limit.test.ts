import { describe, expect, it } from "vitest";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import { dockerHubManners } from "../../../sandbox/registry/docker-hub-manners.ts";
import { redirectTo } from "../../../sandbox/registry/fault-acts.ts";
import { ghcrManners } from "../../../sandbox/registry/ghcr-manners.ts";
import { startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { RegistryError } from "../../../src/oci/error.ts";
import { getManifest, headManifest } from "../../../src/oci/registry/manifests.ts";
import { isPullRefusal, pullLimitOf, readPullLimit } from "../../../src/oci/registry/pull-limit.ts";
import { loginAs, openClient } from "../open-client.ts";

const IMAGE = generateImage({ seed: "limit" });

describe("pullLimitOf", () => {
  it.each([
    [
      "100;w=21600",
      "76;w=21600",
      "203.0.113.7",
      { limit: 100, remaining: 76, window: 21_600, countedBy: "address", identity: "21a461f559bb" },
    ],
    [
      "100;w=21600",
      "0;w=21600",
      "2001:db8::1",
      { limit: 100, remaining: 0, window: 21_600, countedBy: "address", identity: "97efc8f402cb" },
    ],
    [
      "200;w=21600",
      "199;w=21600",
      "b0c4-uuid",
      { limit: 200, remaining: 199, window: 21_600, countedBy: "account", identity: "d4cae3960d06" },
    ],
    ["100;w=3600", "1;w=3600", undefined, { limit: 100, remaining: 1, window: 3_600 }],
    ["100", "76", undefined, undefined],
    ["100;w=21600", undefined, undefined, undefined],
    [undefined, "76;w=21600", undefined, undefined],
    ["many;w=21600", "76;w=21600", undefined, undefined],
    ["-1;w=21600", "76;w=21600", undefined, undefined],
    ["100;w=99999999999", "76;w=21600", undefined, undefined],
  ])("reads %s, %s, %s", (limit, remaining, source, expected) => {
    const headers = {
      "ratelimit-limit": limit,
      "ratelimit-remaining": remaining,
      "docker-ratelimit-source": source,
    };
    expect(pullLimitOf("docker.io", { headers })).toEqual(expected && { registry: "docker.io", ...expected });
  });
});

describe("a registry's pull limit", () => {
  it("is what it said last, with a HEAD as with a GET and with a refusal", async () => {
    await using hub = await startRegistry({ manners: dockerHubManners({ limit: 1 }) });
    pushImage(hub.store, "library/app", "1", IMAGE);
    await using client = openClient(hub.url, { name: "docker.io", retry: { attempts: 1 } });
    const app = client.source("library/app");
    expect(client.pullLimit).toBeUndefined();
    await headManifest(app, "1");
    const identity = expect.stringMatching(/^[0-9a-f]{12}$/);
    const limit = { registry: "docker.io", limit: 1, window: 21_600, countedBy: "address", identity };
    expect(client.pullLimit).toEqual({ ...limit, remaining: 1 });
    await getManifest(app, "1");
    expect(client.pullLimit).toEqual({ ...limit, remaining: 0 });
    await expect(getManifest(app, "1")).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS" });
    expect(client.pullLimit).toEqual({ ...limit, remaining: 0 });
  });

  it("is not taken from another host that it redirects to", async () => {
    await using storage = await startRegistry({ manners: dockerHubManners(), auth: { kind: "none" } });
    await using server = await startRegistry({ manners: ghcrManners(), auth: { kind: "none" } });
    pushImage(storage.store, "library/app", "1", IMAGE);
    server.faults.add({ act: redirectTo(`${storage.url}/v2/library/app/manifests/1`) });
    await using client = openClient(server.url);
    expect(await headManifest(client.source("library/app"), "1")).toEqual({ digest: IMAGE.root.digest });
    expect(client.pullLimit).toBeUndefined();
  });
});

describe("readPullLimit", () => {
  it.each([
    [undefined, { limit: 100, remaining: 100, countedBy: "address" }],
    [loginAs("ann", "secret"), { limit: 200, remaining: 200, countedBy: "account" }],
  ])("asks Docker Hub, and spends nothing", async (keychain, expected) => {
    await using hub = await startRegistry({
      manners: dockerHubManners({ accountLimit: 200 }),
      auth: { kind: "token", users: { ann: "secret" } },
    });
    pushImage(hub.store, "ratelimitpreview/test", "latest", IMAGE);
    await using client = openClient(hub.url, { name: "docker.io", ...(keychain && { keychain }) });
    expect(await readPullLimit(client)).toMatchObject({ registry: "docker.io", window: 21_600, ...expected });
    expect([hub.pulls, hub.count({ kind: "manifest", status: 200 })]).toEqual([0, 1]);
  });

  it("knows of no limit where there is none", async () => {
    await using plain = await startRegistry();
    await using client = openClient(plain.url, { name: "docker.io" });
    expect(await readPullLimit(client)).toBeUndefined();
  });
});

describe("isPullRefusal", () => {
  const refusal = new RegistryError("TOO_MANY_REQUESTS", "429", { isPullRefusal: true });
  it.each([
    [refusal, true],
    [new Error("the copy failed", { cause: new Error("inside", { cause: refusal }) }), true],
    [new RegistryError("TOO_MANY_REQUESTS", "429"), false],
    [new Error("other"), false],
    ["text", false],
    [undefined, false],
  ])("%s: %s", (error, expected) => {
    expect(isPullRefusal(error)).toBe(expected);
  });

  it("knows Docker Hub's", async () => {
    await using hub = await startRegistry({
      manners: dockerHubManners({ limit: 0 }),
      auth: { kind: "none" },
    });
    pushImage(hub.store, "library/app", "1", IMAGE);
    await using client = openClient(hub.url, { name: "docker.io" });
    const refused = await getManifest(client.source("library/app"), "1").catch((error: unknown) => error);
    expect(isPullRefusal(refused)).toBe(true);
    expect(hub.count({ status: 429 })).toBe(1);
    expect(client.pullLimit).toMatchObject({ remaining: 0, identity: expect.any(String) });
  });
});
