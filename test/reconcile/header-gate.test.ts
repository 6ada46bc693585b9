import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { type DockerHubOptions, dockerHubManners } from "../../sandbox/registry/docker-hub-manners.ts";
import { status } from "../../sandbox/registry/fault-acts.ts";
import { startRegistry } from "../../sandbox/registry/start-registry.ts";
import { PullsSpentError } from "../../src/copy/pull-gate.ts";
import { forRegistry } from "../../src/oci/auth/keychain.ts";
import { getManifest } from "../../src/oci/registry/manifests.ts";
import { HeaderGate } from "../../src/reconcile/header-gate.ts";
import { createRegistries } from "../../src/reconcile/registries.ts";
import { instantClock } from "../scenarios/instant-clock.ts";

const WINDOW = 21_600_000;

interface Settings extends DockerHubOptions {
  readonly reserve?: number;
  readonly account?: string;
  readonly name?: string;
}

/** A Docker Hub, and a gate before it. */
async function open({ reserve = 0, account, name = "docker.io", ...manners }: Settings = {}) {
  const clock = instantClock();
  const hub = await startRegistry({
    manners: dockerHubManners({ limit: 10, ...manners }),
    now: clock.now,
    auth: {
      kind: "token",
      anonymous: "pull",
      users: { robot: "s3cret" },
    },
  });
  pushImage(hub.store, "library/app", "1", generateImage({ seed: "app" }));
  pushImage(hub.store, "ratelimitpreview/test", "latest", generateImage({ seed: "test" }));
  const registries = createRegistries({
    endpoints: new Map([[name, new URL(hub.url)]]),
    keychain: account
      ? forRegistry(name, { kind: "password", username: account, password: "s3cret" })
      : { resolve: async () => undefined },
    concurrency: 4,
    clock,
  });
  const registry = registries.get(name);
  const gate = new HeaderGate({ reserve, lasting: ["account"], clock });
  const { signal } = new AbortController();
  const take = () => gate.take(registry, signal);
  const pull = () => getManifest(registry.source("library/app"), "1", signal);
  const isTaken = () =>
    take().then(
      () => true,
      (error: unknown) => {
        if (error instanceof PullsSpentError) return false;
        throw error;
      },
    );
  return {
    hub,
    clock,
    registry,
    take,
    pull,
    /** Takes and pulls until there is no more to take; how many there were. */
    pullAll: async () => {
      let count = 0;
      for (; await isTaken(); count += 1) await pull();
      return count;
    },
    isTaken,
    /** Looks that cost nothing, without those that were challenged first. */
    asked: () => hub.requests.filter((one) => one.method === "HEAD" && one.status !== 401).length,
    refused: () => gate.refused(registry, signal),
    [Symbol.asyncDispose]: async () => {
      await registries[Symbol.asyncDispose]();
      await hub.close();
    },
  };
}

describe("the gate of headers", () => {
  it.each([
    [0, 10],
    [4, 6],
    [5, 5],
    // Half of a small limit is granted in any case.
    [20, 5],
  ])("keeps %i of 10 pulls, and grants %i", async (reserve, granted) => {
    await using stage = await open({ reserve });
    expect(await stage.pullAll()).toBe(granted);
    expect(stage.hub.pulls).toBe(granted);
  });

  it("counts what is under way, however many take at once", async () => {
    await using stage = await open();
    const taken = await Promise.all(Array.from({ length: 30 }, stage.isTaken));
    expect(taken.filter(Boolean)).toHaveLength(10);
    expect(stage.asked()).toBe(1);
  });

  it("spends no pull to find out, and asks once for all", async () => {
    await using stage = await open();
    await stage.take();
    await stage.take();
    expect(stage.asked()).toBe(1);
    expect(stage.hub.requests.at(-1)).toMatchObject({ repository: "ratelimitpreview/test" });
    expect(stage.hub.pulls).toBe(0);
  });

  it("heeds what others take meanwhile", async () => {
    await using stage = await open();
    await stage.take();
    await stage.pull();
    stage.hub.spendPulls("127.0.0.1", 6);
    await stage.take();
    await stage.pull();
    // 10 less the 6 of others and 2 of ours.
    expect(await stage.pullAll()).toBe(2);
  });

  it("goes on when the registry grants pulls again, and asks every minute at most", async () => {
    await using stage = await open();
    expect(await stage.pullAll()).toBe(10);
    stage.hub.resetRequests();
    await stage.clock.sleep(WINDOW + 1);
    expect(await stage.isTaken()).toBe(true);
    expect(await stage.pullAll()).toBe(9);
    const before = stage.asked();
    for (let tries = 0; tries < 20; tries += 1) expect(await stage.isTaken()).toBe(false);
    expect(stage.asked() - before).toBeLessThanOrEqual(1);
  });

  it("believes a refusal over its own count", async () => {
    await using stage = await open();
    await stage.take();
    expect(await stage.refused()).toBeInstanceOf(PullsSpentError);
    expect(await stage.isTaken()).toBe(false);
    await stage.clock.sleep(60_001);
    expect(await stage.isTaken()).toBe(true);
  });

  it("lets everything pass where nothing is limited", async () => {
    await using stage = await open({ pullLimit: undefined });
    for (let count = 0; count < 50; count += 1) await stage.take();
    expect(stage.asked()).toBe(1);
    await using other = await open({ name: "quay.io", pullLimit: undefined });
    await other.take();
    expect(other.hub.requests).toEqual([]);
  });

  it("does not stand in the way where the registry does not answer", async () => {
    await using stage = await open();
    stage.hub.faults.add({ when: { method: "HEAD" }, times: 99, act: status(500) });
    expect(await stage.isTaken()).toBe(true);
  });

  it("says what is granted, and when the first of ours comes back to an account", async () => {
    await using stage = await open({ account: "robot", reserve: 2 });
    const before = stage.clock.now();
    expect(await stage.pullAll()).toBe(8);
    const spent = await stage.take().catch((error: unknown) => error);
    expect(spent).toMatchObject({
      code: "PULLS_SPENT",
      registry: "docker.io",
      message: "docker.io grants 10 pulls in 6 h to this account, and the last 2 are left to others",
    });
    const { until = 0 } = spent as PullsSpentError;
    expect(until).toBeGreaterThanOrEqual(before + WINDOW);
    expect(until).toBeLessThanOrEqual(stage.clock.now() + WINDOW);
  });

  it("does not say when where others had a part of it, or another address may ask next time", async () => {
    await using shared = await open({ account: "robot" });
    shared.hub.spendPulls("robot", 1);
    await shared.pullAll();
    await expect(shared.take()).rejects.toMatchObject({ until: undefined });
    await using address = await open();
    await address.pullAll();
    await expect(address.take()).rejects.toMatchObject({ until: undefined });
  });

  it("rejects with the reason of who stops it", async () => {
    await using stage = await open();
    const gate = new HeaderGate({ reserve: 0, lasting: [], clock: stage.clock });
    const reason = new Error("stop");
    await expect(gate.take(stage.registry, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
