import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { hang, status } from "../../sandbox/registry/fault-acts.ts";
import { plainManners } from "../../sandbox/registry/plain-manners.ts";
import { Manifests } from "../../src/copy/manifests.ts";
import { stripIndex } from "../../src/copy/strip-index.ts";
import { parsePlatform } from "../../src/oci/platform.ts";
import { DestinationTags } from "../../src/reconcile/destination-tags.ts";
import { directLooks } from "../../src/reconcile/direct-looks.ts";
import type { Memory } from "../../src/reconcile/memory.ts";
import { observe } from "../../src/reconcile/observe.ts";
import { calm, type Pair, startPair } from "../copy/pair.ts";
import { desiredBy } from "../plan/entry.ts";

const IMAGE = generateImage({ seed: "observed", platforms: ["linux/amd64", "linux/arm64"] });
const { digest } = IMAGE.root;
const APP = "from.example/library/app";

async function startFilled(): Promise<Pair> {
  const pair = await startPair();
  pushImage(pair.from.store, "library/app", "1", IMAGE);
  pushImage(pair.to.store, "acme/app", "1", IMAGE);
  return pair;
}

/** Observes the one image of a config's item. */
async function look(pair: Pair, item: string, signal = calm, memory?: Memory) {
  const [desired] = desiredBy([item]);
  if (!desired) throw new Error("the entry selects nothing");
  return await observe(desired, {
    source: pair.source(),
    destination: pair.destination(),
    looks: directLooks,
    tags: new DestinationTags(pair.destination(), signal),
    manifests: new Manifests(),
    memory,
    signal,
  });
}

const asked = ({ requests }: Pair["from"]) => requests.map(({ method, kind }) => `${method} ${kind}`);

describe("observing an image", () => {
  it("costs a HEAD on each side", async () => {
    await using pair = await startFilled();
    expect(await look(pair, `${APP}:1`)).toEqual({ source: { digest }, destination: { digest } });
    expect([asked(pair.from), asked(pair.to)]).toEqual([["HEAD manifest"], ["HEAD manifest"]]);
  });

  it.each([`${APP}@${digest}`, `${APP}:1@${digest}`])(
    "given by digest asks the destination alone: %s",
    async (item) => {
      await using pair = await startFilled();
      expect(await look(pair, item)).toEqual({ source: { digest }, destination: { digest } });
      expect([asked(pair.from), asked(pair.to)]).toEqual([[], ["HEAD manifest"]]);
    },
  );

  it("finds what is missing on either side", async () => {
    await using pair = await startFilled();
    expect(await look(pair, `${APP}:2`)).toEqual({
      source: { missing: true },
      destination: { absent: true },
    });
    expect(await look(pair, `${APP}@sha256:${"0".repeat(64)}`)).toMatchObject({
      destination: { absent: true },
    });
  });

  it("reads the manifests where registries name no digest", async () => {
    const manners = plainManners({ contentDigestHeader: false });
    await using pair = await startPair({ manners }, { manners });
    pushImage(pair.from.store, "library/app", "1", IMAGE);
    pushImage(pair.to.store, "acme/app", "1", IMAGE);
    expect(await look(pair, `${APP}:1`)).toEqual({ source: { digest }, destination: { digest } });
    expect(asked(pair.from)).toEqual(["HEAD manifest", "GET manifest"]);
  });

  it("reads the destination once where a subset of platforms is wanted, and tells its origin", async () => {
    await using pair = await startFilled();
    const item = `{ source: "${APP}:1", platforms: [linux/arm64] }`;
    expect(await look(pair, item)).toEqual({
      source: { digest },
      destination: { digest, hasSurplus: true },
    });
    pair.to.resetRequests();
    const whole = await new Manifests().fetch(pair.source(), digest, calm);
    const stripped = stripIndex(whole, [parsePlatform("linux/arm64")]) ?? whole;
    pair.to.store.putManifest("acme/app", "1", stripped.mediaType, stripped.bytes);
    expect(await look(pair, item)).toMatchObject({
      destination: {
        digest: stripped.digest,
        hasSurplus: false,
        origin: { digest, platforms: "linux/arm64" },
      },
    });
    expect(asked(pair.to)).toEqual(["GET manifest"]);
  });

  it("takes a refusal on one side for what it is, and still looks at the other", async () => {
    await using pair = await startFilled();
    pair.from.faults.add({ when: { kind: "manifest" }, act: status(403) });
    expect(await look(pair, `${APP}:1`)).toEqual({
      source: {
        problem: {
          code: "DENIED",
          side: "source",
          message: expect.stringContaining(`cannot look up ${APP}:1: HEAD `),
          remedy: expect.any(String),
        },
      },
      destination: { digest },
    });
  });

  it("ends with the signal's reason where the run is stopped", async () => {
    await using pair = await startFilled();
    const stop = new AbortController();
    pair.to.faults.add({ when: { kind: "manifest" }, act: hang });
    const looking = look(pair, `${APP}:1`, stop.signal);
    stop.abort(new Error("stopped"));
    await expect(looking).rejects.toThrow("stopped");
  });
});

describe("a destination that denies a look, as GHCR does for a package that does not exist", () => {
  it("is absent where an upload may begin there, which is cancelled", async () => {
    await using pair = await startPair();
    pair.to.faults.add({ when: { kind: "manifest" }, act: status(403) });
    expect(await look(pair, `${APP}:1`)).toMatchObject({ destination: { absent: true } });
    expect(asked(pair.to)).toEqual(["HEAD manifest", "POST upload", "DELETE upload"]);
    expect(pair.to.openUploads).toBe(0);
  });

  it("is a problem where it may not", async () => {
    await using pair = await startPair();
    pair.to.faults.add({ times: 2, act: status(403) });
    expect(await look(pair, `${APP}:1`)).toMatchObject({
      destination: {
        problem: {
          code: "DENIED",
          side: "destination",
          message: expect.stringContaining("cannot write to to.example/acme/app: POST"),
        },
      },
    });
  });
});

describe("a memory", () => {
  const recalled = generateImage({ seed: "recalled" }).root.digest;
  const memory: Memory = {
    recallDestination: () => ({ digest: recalled }),
    recallSource: () => recalled,
  };
  const nothing: Memory = { recallDestination: () => undefined, recallSource: () => undefined };
  const subset = `{ source: "${APP}:1", platforms: [linux/arm64] }`;

  it.each([`${APP}:1`, subset])(
    "is believed where a registry denies a look, and nothing is begun: %s",
    async (item) => {
      await using pair = await startFilled();
      for (const registry of [pair.from, pair.to])
        registry.faults.add({ act: status(401), times: Number.POSITIVE_INFINITY });
      expect(await look(pair, item, calm, memory)).toEqual({
        source: { digest: recalled },
        destination: { digest: recalled },
      });
      expect(pair.to.requests.filter(({ method }) => !["HEAD", "GET"].includes(method))).toEqual([]);
    },
  );

  it("of nothing makes a destination absent, and leaves a source refused", async () => {
    await using pair = await startFilled();
    for (const registry of [pair.from, pair.to]) registry.faults.add({ act: status(403) });
    expect(await look(pair, `${APP}:1`, calm, nothing)).toMatchObject({
      source: { problem: { code: "DENIED" } },
      destination: { absent: true },
    });
  });

  it("is not asked of what is seen, nor of what fails otherwise", async () => {
    await using pair = await startFilled();
    expect(await look(pair, `${APP}:1`, calm, memory)).toEqual({
      source: { digest },
      destination: { digest },
    });
    for (const registry of [pair.from, pair.to])
      registry.faults.add({ act: status(400), times: Number.POSITIVE_INFINITY });
    expect(await look(pair, `${APP}:1`, calm, memory)).toMatchObject({
      source: { problem: { code: "REJECTED" } },
      destination: { problem: { code: "REJECTED" } },
    });
  });
});
