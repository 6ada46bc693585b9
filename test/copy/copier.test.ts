import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { generateLayers } from "../../sandbox/images/generate-layer.ts";
import type { GeneratedImage } from "../../sandbox/images/generated-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { status } from "../../sandbox/registry/fault-acts.ts";
import { parsePlatform } from "../../src/oci/platform.ts";
import { openCopier } from "./open-copier.ts";
import { type Pair, startPair } from "./pair.ts";

const IMAGE = generateImage({ seed: "copier", platforms: ["linux/amd64", "linux/arm64"], layerSize: 5_000 });
const sizeOf = (contents: GeneratedImage["blobs"]) =>
  contents.reduce((sum, { bytes }) => sum + bytes.length, 0);
const SIZE = sizeOf(IMAGE.manifests) + sizeOf(IMAGE.blobs);

async function startFilled(): Promise<Pair> {
  const pair = await startPair();
  pushImage(pair.from.store, "library/app", "v1", IMAGE);
  return pair;
}

const writes = ({ to }: Pair) => to.count() - to.count({ method: "GET" }) - to.count({ method: "HEAD" });

describe("a copy", () => {
  it("tells what it moved: once to the listener, once in its outcome", async () => {
    await using pair = await startFilled();
    const copier = openCopier(pair);
    expect(await copier.copy(IMAGE.root.digest, { tag: "v1" })).toEqual({
      digest: IMAGE.root.digest,
      moved: SIZE,
      mounted: 0,
      platforms: ["linux/amd64", "linux/arm64"],
    });
    expect(copier.told).toEqual({ expected: SIZE, moved: SIZE });
  });

  it("of what another repository has is mounted", async () => {
    await using pair = await startFilled();
    const copier = openCopier(pair);
    await copier.copy(IMAGE.root.digest, { destination: pair.destination("acme/first"), tag: "v1" });
    const second = copier.copy(IMAGE.root.digest, {
      destination: pair.destination("acme/second"),
      tag: "v1",
    });
    expect(await second).toMatchObject({ moved: sizeOf(IMAGE.manifests), mounted: sizeOf(IMAGE.blobs) });
    expect(pair.from.count({ kind: "blob" })).toBe(IMAGE.blobs.length);
    expect(copier.told.expected).toBe(copier.told.moved);
  });

  it("of many images at once moves what they share once", async () => {
    await using pair = await startPair();
    const sharedLayers = generateLayers("base", 3, 2_000);
    const images = ["a", "b", "c", "d", "e"].map((seed) => generateImage({ seed, sharedLayers, layers: 1 }));
    for (const image of images) pushImage(pair.from.store, "library/app", undefined, image);
    const copier = openCopier(pair);
    const outcomes = await Promise.all(
      images.map(({ root }, tag) => copier.copy(root.digest, { tag: `${tag}` })),
    );
    const distinct = new Map(
      images.flatMap(({ blobs }) => blobs).map((blob) => [blob.descriptor.digest, blob]),
    );
    expect(pair.from.count({ kind: "blob" })).toBe(distinct.size);
    const moved = outcomes.reduce((sum, outcome) => sum + outcome.moved, 0);
    expect(moved).toBe(sizeOf([...distinct.values()]) + sizeOf(images.flatMap(({ manifests }) => manifests)));
  });

  it("without a tag is stored by its digest, and of what is there writes nothing", async () => {
    await using pair = await startFilled();
    await openCopier(pair).copy(IMAGE.root.digest);
    expect(pair.to.store.manifest("acme/app", IMAGE.root.digest)?.bytes).toEqual(
      IMAGE.manifests.at(-1)?.bytes,
    );
    expect(pair.to.store.tags("acme/app")).toEqual([]);
    pair.to.store.tag("acme/app", "known", IMAGE.root.digest);
    pair.to.resetRequests();
    await openCopier(pair).copy(IMAGE.root.digest);
    expect(writes(pair)).toBe(0);
  });

  it("of what is there under another name writes the tag alone, without a pull", async () => {
    await using pair = await startFilled();
    pushImage(pair.to.store, "acme/app", "old", IMAGE);
    await openCopier(pair).copy(IMAGE.root.digest, { tag: "new" });
    expect(pair.to.store.manifest("acme/app", "new")?.digest).toBe(IMAGE.root.digest);
    expect(writes(pair)).toBe(1);
    expect(pair.from.requests).toEqual([]);
  });

  it("of a subset of platforms moves those alone", async () => {
    await using pair = await startFilled();
    const platforms = [parsePlatform("linux/arm64")];
    const outcome = await openCopier(pair).copy(IMAGE.root.digest, { tag: "v1", platforms });
    expect(outcome).toMatchObject({ platforms: ["linux/arm64"] });
    expect(outcome.digest).toBe(pair.to.store.manifest("acme/app", "v1")?.digest);
    expect(pair.to.store.manifests("acme/app")).toHaveLength(2);
    expect(pair.from.count({ method: "GET", kind: "manifest" })).toBe(2);
  });
});

describe("a backup", () => {
  const OLD = generateImage({ seed: "old" });

  it("holds the old digest before the tag moves", async () => {
    await using pair = await startFilled();
    pushImage(pair.to.store, "acme/app", "v1", OLD);
    const backup = { tag: "v1-old", digest: OLD.root.digest };
    await openCopier(pair).copy(IMAGE.root.digest, { tag: "v1", backup });
    expect(pair.to.store.manifest("acme/app", "v1-old")?.digest).toBe(OLD.root.digest);
    expect(pair.to.store.manifest("acme/app", "v1")?.digest).toBe(IMAGE.root.digest);
    const tagged = pair.to.requests.filter(
      ({ method, reference }) => method === "PUT" && /^v1/.test(reference ?? ""),
    );
    expect(tagged.map(({ reference }) => reference)).toEqual(["v1-old", "v1"]);
  });

  it("that fails leaves the tag where it was", async () => {
    await using pair = await startFilled();
    pushImage(pair.to.store, "acme/app", "v1", OLD);
    pair.to.faults.add({ when: { method: "PUT", reference: "v1-old" }, act: status(403) });
    const backup = { tag: "v1-old", digest: OLD.root.digest };
    await expect(openCopier(pair).copy(IMAGE.root.digest, { tag: "v1", backup })).rejects.toMatchObject({
      side: "destination",
      code: "DENIED",
      reference: "to.example/acme/app:v1-old",
    });
    expect(pair.to.store.manifest("acme/app", "v1")?.digest).toBe(OLD.root.digest);
  });
});
