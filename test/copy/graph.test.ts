import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { indexImage, nestIndex } from "../../sandbox/images/generate-index.ts";
import { generateForeignImage } from "../../sandbox/images/generate-odd-image.ts";
import type { GeneratedImage } from "../../sandbox/images/generated-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { before, status } from "../../sandbox/registry/fault-acts.ts";
import { MediaType } from "../../src/oci/media-type.ts";
import { openCopier } from "./open-copier.ts";
import { type Pair, startPair } from "./pair.ts";

const PLATFORMS = ["linux/amd64", "linux/arm64"];

/** Puts `image` at the source and copies it to the tag `v1`. */
async function copy(pair: Pair, image: GeneratedImage) {
  pushImage(pair.from.store, "library/app", "v1", image);
  return await openCopier(pair).copy(image.root.digest, { tag: "v1" });
}

const puts = ({ to }: Pair) =>
  to.requests
    .filter(({ method, kind }) => method === "PUT" && kind === "manifest")
    .map(({ reference }) => reference);

describe("the graph below a manifest", () => {
  it("arrives before what names it: blobs, then children, then the top", async () => {
    await using pair = await startPair();
    const inner = generateImage({ seed: "inner", platforms: PLATFORMS });
    await copy(pair, nestIndex(MediaType.ociIndex, [inner, generateImage({ seed: "beside" })]));
    // The double refuses a manifest whose content is not there: nothing was refused.
    expect(pair.to.count({ method: "PUT", kind: "manifest", status: 201 })).toBe(5);
    expect(puts(pair)).toHaveLength(5);
    expect(puts(pair).at(-1)).toBe("v1");
  });

  it("is not walked below a child that the destination holds", async () => {
    await using pair = await startPair();
    const held = generateImage({ seed: "held" });
    pushImage(pair.to.store, "acme/app", "old", held);
    const fresh = generateImage({ seed: "fresh" });
    await copy(pair, nestIndex(MediaType.ociIndex, [held, fresh]));
    const fetched = new Set(pair.from.requests.map(({ reference }) => reference));
    expect(fetched).not.toContain(held.root.digest);
    for (const { descriptor } of held.blobs) expect(fetched).not.toContain(descriptor.digest);
    expect(puts(pair)).toEqual([fresh.root.digest, "v1"]);
  });

  it("is asked for each child once where it is named twice", async () => {
    await using pair = await startPair();
    const [manifest] = generateImage({ seed: "twice" }).manifests;
    const { blobs, root } = generateImage({ seed: "twice" });
    const twice = manifest ? [manifest, manifest].map((child) => ({ manifest: child, blobs })) : [];
    await copy(pair, indexImage(MediaType.ociIndex, twice));
    expect(pair.from.count({ method: "GET", kind: "manifest" })).toBe(2);
    expect(puts(pair)).toEqual([root.digest, "v1"]);
  });

  it("leaves foreign layers where they are", async () => {
    await using pair = await startPair();
    await copy(pair, generateForeignImage("f", "https://elsewhere.example/layer"));
    expect(pair.from.count({ kind: "blob" })).toBe(2);
    expect(pair.to.store.blobs("acme/app")).toHaveLength(2);
  });

  it.each([8, 9])("may be nested %i indexes deep, up to eight", async (depth) => {
    await using pair = await startPair();
    let image = generateImage({ seed: "deep" });
    for (let level = 0; level < depth; level++) image = nestIndex(MediaType.ociIndex, [image]);
    const ended = await copy(pair, image).then(
      () => "done",
      ({ code, side }: { code: string; side: string }) => `${side} ${code}`,
    );
    expect(ended).toBe(depth <= 8 ? "done" : "source TOO_LARGE");
    expect(pair.to.store.tags("acme/app")).toEqual(depth <= 8 ? ["v1"] : []);
  });

  it("goes on to its end where a part of it fails, names the part, and is not tagged", async () => {
    await using pair = await startPair();
    const image = generateImage({ seed: "broken", platforms: PLATFORMS, layers: 3 });
    const missing = image.blobs[1]?.descriptor.digest ?? image.root.digest;
    pair.from.faults.add({ when: { kind: "blob", reference: missing }, act: status(404) });
    await expect(copy(pair, image)).rejects.toMatchObject({
      side: "source",
      code: "NOT_FOUND",
      reference: `from.example/library/app@${missing}`,
    });
    expect(pair.to.store.blobs("acme/app")).toHaveLength(image.blobs.length - 1);
    expect(pair.to.store.tags("acme/app")).toEqual([]);
  });
});

describe("a manifest that the destination says misses content", () => {
  it("is stored once all of it has been sent again", async () => {
    await using pair = await startPair();
    const image = generateImage({ seed: "heal", platforms: PLATFORMS });
    const { store } = pair.to;
    const collectGarbage = before(() => {
      for (const { descriptor } of image.blobs) store.deleteBlob("acme/app", descriptor.digest);
      for (const { descriptor } of image.manifests) store.deleteManifest("acme/app", descriptor.digest);
    });
    pair.to.faults.add({ when: { method: "PUT", kind: "manifest", reference: "v1" }, act: collectGarbage });
    await copy(pair, image);
    expect(store.manifest("acme/app", "v1")?.digest).toBe(image.root.digest);
    expect(store.blobs("acme/app")).toHaveLength(image.blobs.length);
    expect(pair.from.count({ method: "GET", kind: "manifest" })).toBe(3);
  });

  it("is given up where that does not help", async () => {
    await using pair = await startPair();
    const errors = [{ code: "MANIFEST_BLOB_UNKNOWN", message: "blob unknown to registry" }];
    const act = status(400, { body: { errors } });
    pair.to.faults.add({ when: { method: "PUT", kind: "manifest" }, times: 9, act });
    await expect(copy(pair, generateImage({ seed: "hopeless" }))).rejects.toMatchObject({
      side: "destination",
      code: "BLOB_UNKNOWN",
    });
    expect(puts(pair)).toEqual(["v1", "v1"]);
  });
});
