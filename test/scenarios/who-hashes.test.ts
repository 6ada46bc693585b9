import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { corrupt } from "../../sandbox/registry/fault-acts.ts";
import type { FaultAct } from "../../sandbox/registry/faults.ts";
import { plainManners } from "../../sandbox/registry/plain-manners.ts";
import { differences } from "./differences.ts";
import { ALWAYS } from "./expect-failure.ts";
import { type Stage, setPlainStage, setStage } from "./stage.ts";

const IMAGE = generateImage({ seed: "hash", layers: 2, layerSize: 300_000 });
const LAYER = IMAGE.blobs.at(-1)?.descriptor.digest ?? IMAGE.root.digest;
/** So much that a registry is put to the trial, and its verdict waited for. */
const MUCH = generateImage({ seed: "much", layers: 1, layerSize: 17_000_000 });
const LARGE_LAYER = MUCH.blobs.at(-1)?.descriptor.digest ?? MUCH.root.digest;

/** Under this name nobody knows whether the destination verifies. */
const UNKNOWN = "unknown.example";

async function sync(stage: Stage, registry: string, content = IMAGE) {
  pushImage(stage.hub.store, "library/app", "1", content);
  const { images } = await stage.sync("- app:1", { registry, endpoints: { [UNKNOWN]: stage.ghcr.url } });
  const [image] = images;
  if (!image) throw new Error("no image");
  return image;
}

const expectCopied = ({ hub, ghcr }: Stage) =>
  expect(
    differences({ registry: hub, reference: "library/app:1" }, { registry: ghcr, reference: "acme/app:1" }),
  ).toEqual([]);

/** A destination whose disk flips bits: it takes in other bytes than it was sent. */
const corruptRequest: FaultAct = {
  name: "corrupt request",
  run: (call, proceed) => proceed({ ...call, body: flipped(call.body) }),
};

async function* flipped(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) yield chunk.map((byte) => byte ^ 1);
}

/** Uploads in all: two requests for each blob, and so many more. */
const extraUploads = ({ ghcr }: Stage) => ghcr.count({ kind: "upload" }) - 2 * IMAGE.blobs.length;

const noDigests = { manners: plainManners({ verifiesDigest: false }), auth: { kind: "none" } } as const;

describe("a destination that nobody knows", () => {
  it("is sent one byte under a wrong digest, once, and left with nothing of it", async () => {
    await using stage = await setPlainStage();
    expect(await sync(stage, UNKNOWN)).toMatchObject({ result: "done" });
    expectCopied(stage);
    expect(extraUploads(stage)).toBe(4);
    expect(stage.ghcr.store.blobs("acme/app")).toHaveLength(IMAGE.blobs.length);
  });

  it("that takes a wrong digest gets right ones all the same", async () => {
    await using stage = await setStage({ manners: plainManners() }, noDigests);
    expect(await sync(stage, UNKNOWN)).toMatchObject({ result: "done" });
    expectCopied(stage);
  });

  it("that takes a wrong digest gets nothing that we find corrupted, and the source is named", async () => {
    await using stage = await setStage({ manners: plainManners() }, noDigests);
    stage.hub.faults.add({ when: { kind: "blob", reference: LAYER }, times: ALWAYS, act: corrupt });
    expect(await sync(stage, UNKNOWN)).toMatchObject({
      result: "failed",
      error: {
        side: "source",
        code: "DIGEST_MISMATCH",
        message: expect.stringContaining(`docker.io/library/app@${LAYER}`),
      },
    });
    expect(stage.ghcr.store.hasBlob("acme/app", LAYER)).toBe(false);
    expect(stage.ghcr.store.tags("acme/app")).toEqual([]);
  });
});

describe("a known name that something else answers for", () => {
  it("is not put to the trial for little, which we hash", async () => {
    await using stage = await setPlainStage();
    stage.hub.faults.add({ when: { kind: "blob", reference: LAYER }, times: ALWAYS, act: corrupt });
    expect(await sync(stage, "ghcr.io")).toMatchObject({
      result: "failed",
      error: { side: "source", message: expect.stringMatching(/^cannot fetch docker.io\/library\/app@/) },
    });
    // Once more than once: the bytes may have been wrong only on their way.
    expect(stage.hub.faults.fired).toBe(2);
    expect(stage.ghcr.requests.filter(({ status }) => status === 400)).toEqual([]);
  });

  it("finds a corrupted blob, which is fetched again to know whose fault it is: the source's", async () => {
    await using stage = await setPlainStage();
    stage.hub.faults.add({ when: { kind: "blob", reference: LARGE_LAYER }, times: ALWAYS, act: corrupt });
    expect(await sync(stage, "ghcr.io", MUCH)).toMatchObject({
      result: "failed",
      error: {
        side: "source",
        code: "DIGEST_MISMATCH",
        message: expect.stringMatching(/^cannot verify docker.io\/library\/app@/),
      },
    });
    expect(stage.hub.faults.fired).toBe(2);
  });

  it("corrupts what it gets itself, and is named", async () => {
    await using stage = await setPlainStage();
    stage.ghcr.faults.add({
      when: { method: "PUT", kind: "upload", reference: LARGE_LAYER },
      times: ALWAYS,
      act: corruptRequest,
    });
    expect(await sync(stage, "ghcr.io", MUCH)).toMatchObject({
      result: "failed",
      error: {
        side: "destination",
        code: "DIGEST_MISMATCH",
        message: expect.stringMatching(/^cannot upload ghcr.io\/acme\/app@.*DIGEST_INVALID/),
      },
    });
    // Twice sent, and once fetched to be hashed.
    expect(stage.hub.requests.filter(({ reference }) => reference === LARGE_LAYER)).toHaveLength(3);
  });

  it("is believed in what it corrupted once and got right the second time", async () => {
    await using stage = await setPlainStage();
    stage.ghcr.faults.add({
      when: { method: "PUT", kind: "upload", reference: LARGE_LAYER },
      act: corruptRequest,
    });
    expect(await sync(stage, "ghcr.io", MUCH)).toMatchObject({ result: "done" });
    expectCopied(stage);
  });
});
