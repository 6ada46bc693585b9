import { describe, expect, it } from "vitest";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import { dockerHubManners } from "../../../sandbox/registry/docker-hub-manners.ts";
import { status } from "../../../sandbox/registry/fault-acts.ts";
import { startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { getManifest, headManifest } from "../../../src/oci/registry/manifests.ts";
import { LedgerGate } from "../../../src/publish/pulls/ledger-gate.ts";
import { flyingClock, NOON } from "../../oci/clocks.ts";
import { openClient } from "../../oci/open-client.ts";
import { smallLedger } from "../small-ledger.ts";

const IMAGE = generateImage({ seed: "gate" });
const { signal } = new AbortController();

/** A Docker Hub that grants `limit` pulls, a client of it, and a gate. */
async function set({ limit = 100, name = "docker.io", reserve = 20 } = {}) {
  const clock = flyingClock();
  const hub = await startRegistry({ manners: dockerHubManners({ limit }), now: clock.now });
  pushImage(hub.store, "ratelimitpreview/test", "latest", IMAGE);
  pushImage(hub.store, "library/app", "1", IMAGE);
  const client = openClient(hub.url, { name, clock });
  const ledger = smallLedger(reserve);
  const gate = new LedgerGate({ heard: new Map(), ledger, reserve, repository: 42, urgency: 2, clock });
  const close = async () => {
    await client[Symbol.asyncDispose]();
    await hub.close();
  };
  const app = client.source("library/app");
  return { clock, hub, client, app, ledger, gate, [Symbol.asyncDispose]: close };
}

describe("LedgerGate", () => {
  it("asks for the limit before the first pull, which costs none, and takes each pull", async () => {
    await using at = await set();
    await at.gate.take(at.client, signal);
    expect([at.hub.pulls, at.hub.count({ method: "HEAD", status: 200 })]).toEqual([0, 1]);
    expect(at.ledger.noted).toMatchObject([
      { registry: "docker.io", limit: 100, remaining: 100, window: 21_600, seenAt: new Date(NOON) },
    ]);
    const [{ identity } = { identity: "" }] = at.ledger.noted;
    await at.gate.take(at.client, signal);
    const pull = { registry: "docker.io", identity, repository: 42, urgency: 2 };
    expect(at.ledger.taken).toEqual([pull, pull]);
    expect(at.ledger.noted).toHaveLength(1);
    expect(at.hub.count({ method: "HEAD", status: 200 })).toBe(1);
  });

  it("does not ask where the registry has spoken in this run, and notes each newer word", async () => {
    await using at = await set();
    await headManifest(at.app, "1");
    await at.gate.take(at.client, signal);
    await getManifest(at.app, "1");
    await at.gate.take(at.client, signal);
    expect(at.ledger.noted.map(({ remaining }) => remaining)).toEqual([100, 99]);
    expect(at.hub.count({ method: "HEAD", status: 200 })).toBe(1);
  });

  it("asks again when the word is five minutes old", async () => {
    await using at = await set();
    await at.gate.take(at.client, signal);
    at.clock.advance(299_000);
    await at.gate.take(at.client, signal);
    expect(at.hub.count({ method: "HEAD", status: 200 })).toBe(1);
    at.clock.advance(1_000);
    await at.gate.take(at.client, signal);
    expect(at.hub.count({ method: "HEAD", status: 200 })).toBe(2);
  });

  it("asks once for all that come at the same time", async () => {
    await using at = await set();
    await Promise.all(Array.from({ length: 8 }, () => at.gate.take(at.client, signal)));
    expect(at.hub.count({ method: "HEAD", status: 200 })).toBe(1);
    expect(at.ledger.taken).toHaveLength(8);
  });

  it("says what is granted and when to go on, where nothing is left but the reserve", async () => {
    await using at = await set({ limit: 21 });
    await at.gate.take(at.client, signal);
    await expect(at.gate.take(at.client, signal)).rejects.toMatchObject({
      code: "PULLS_SPENT",
      registry: "docker.io",
      until: NOON + 21_600_000,
      message: "docker.io grants 21 pulls in 6 h to this address, and 20 are left to people",
    });
  });

  it.each([["quay.io"], ["registry.example:5000"]])(
    "asks %s for nothing, and holds nothing back",
    async (name) => {
      await using at = await set({ name });
      await at.gate.take(at.client, signal);
      expect([at.hub.requests.length, at.ledger.taken.length]).toEqual([0, 0]);
    },
  );

  it("holds nothing back where no limit is told", async () => {
    await using plain = await startRegistry();
    await using client = openClient(plain.url, { name: "docker.io" });
    const ledger = smallLedger();
    const gate = new LedgerGate({
      heard: new Map(),
      ledger,
      reserve: 20,
      repository: null,
      urgency: 0,
      clock: flyingClock(),
    });
    await gate.take(client, signal);
    await gate.take(client, signal);
    expect([ledger.noted, ledger.taken]).toEqual([[], []]);
    expect(plain.count({ method: "HEAD" })).toBe(1);
  });

  it("leaves it to the pull to say that the registry does not answer", async () => {
    await using at = await set();
    at.hub.faults.add({ act: status(500), times: Number.POSITIVE_INFINITY });
    await expect(at.gate.take(at.client, signal)).resolves.toBeUndefined();
  });

  it("corrects the ledger when the registry refuses a pull", async () => {
    await using at = await set();
    await at.gate.take(at.client, signal);
    at.clock.advance(60_000);
    const spent = await at.gate.refused(at.client, signal);
    expect(spent).toMatchObject({ code: "PULLS_SPENT", until: NOON + 60_000 + 21_600_000 });
    expect(at.ledger.noted.at(-1)).toMatchObject({ remaining: 0, seenAt: new Date(NOON + 60_000) });
    await expect(at.gate.take(at.client, signal)).rejects.toMatchObject({ code: "PULLS_SPENT" });
  });

  it("cannot tell when to go on where the registry tells nobody's limit", async () => {
    await using at = await set({ name: "quay.io" });
    expect(await at.gate.refused(at.client, signal)).toMatchObject({
      until: undefined,
      message: "quay.io grants no more pulls for now",
    });
  });

  it("tells what the ledger knows of us", async () => {
    await using at = await set();
    await at.ledger.note({ ...limitOf("other"), registry: "docker.io" });
    expect(await at.gate.accounts([at.client], signal)).toMatchObject([{ limit: 100, free: 80 }]);
  });

  it("ends with the signal", async () => {
    await using at = await set();
    const reason = new Error("stopped");
    await expect(at.gate.take(at.client, AbortSignal.abort(reason))).rejects.toBe(reason);
    await expect(at.gate.take(at.client, signal)).resolves.toBeUndefined();
  });
});

function limitOf(identity: string) {
  return { identity, limit: 7, remaining: 7, window: 60, seenAt: new Date(NOON) };
}
