import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { nestIndex } from "../../sandbox/images/generate-index.ts";
import { generateLayers } from "../../sandbox/images/generate-layer.ts";
import { generateForeignImage } from "../../sandbox/images/generate-odd-image.ts";
import type { GeneratedImage } from "../../sandbox/images/generated-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { Destinations } from "../../src/copy/destinations.ts";
import { Manifests } from "../../src/copy/manifests.ts";
import { Surveyor } from "../../src/copy/surveyor.ts";
import { MediaType } from "../../src/oci/media-type.ts";
import { calm, type Pair, startPair } from "./pair.ts";

const PLATFORMS = ["linux/amd64", "linux/arm64"];
const sizeOf = (contents: GeneratedImage["blobs"]) =>
  contents.reduce((sum, { bytes }) => sum + bytes.length, 0);

function openSurvey(pair: Pair) {
  const surveyor = new Surveyor({
    manifests: new Manifests(),
    destinations: new Destinations(),
    signal: calm,
  });
  return async (image: GeneratedImage, to = "acme/app") => {
    pushImage(pair.from.store, "library/app", "v1", image);
    const { digest } = image.root;
    return await surveyor.survey({
      source: pair.source(),
      digest,
      destination: pair.destination(to),
      tag: "v1",
      platforms: "all",
    });
  };
}

describe("a survey", () => {
  it("of a new image adds up all of it, and writes nothing", async () => {
    await using pair = await startPair();
    const image = generateImage({ seed: "new", platforms: PLATFORMS });
    expect(await openSurvey(pair)(image)).toEqual({
      manifests: 3,
      bytes: sizeOf(image.manifests) + sizeOf(image.blobs),
      platforms: PLATFORMS,
    });
    expect(pair.to.requests.map(({ method, kind }) => `${method} ${kind}`)).toEqual(["GET tags"]);
  });

  it("of an image that is there counts the tag alone", async () => {
    await using pair = await startPair();
    const image = generateImage({ seed: "there", platforms: PLATFORMS });
    pushImage(pair.to.store, "acme/app", "old", image);
    expect(await openSurvey(pair)(image)).toEqual({
      manifests: 0,
      bytes: image.root.size,
      platforms: PLATFORMS,
    });
  });

  it("leaves out the children and blobs that are there, and foreign layers", async () => {
    await using pair = await startPair();
    const sharedLayers = generateLayers("base", 2, 500);
    const held = generateImage({ seed: "held", sharedLayers });
    const fresh = generateImage({ seed: "fresh", sharedLayers });
    const foreign = generateForeignImage("f", "https://elsewhere.example/l");
    const image = nestIndex(MediaType.ociIndex, [held, fresh, foreign]);
    pushImage(pair.to.store, "acme/app", "old", held);
    const { manifests, bytes } = await openSurvey(pair)(image);
    expect(manifests).toBe(3);
    const own = fresh.blobs.filter(
      ({ descriptor }) => !held.blobs.some((blob) => blob.descriptor.digest === descriptor.digest),
    );
    expect(bytes).toBe(
      sizeOf([...own, ...foreign.blobs, ...fresh.manifests, ...foreign.manifests]) + image.root.size,
    );
  });

  it("counts what images share for the first of them", async () => {
    await using pair = await startPair();
    const survey = openSurvey(pair);
    const image = generateImage({ seed: "shared", platforms: PLATFORMS });
    await survey(image);
    expect(await survey(image)).toMatchObject({ manifests: 0, bytes: image.root.size });
    const elsewhere = await survey(image, "acme/other");
    expect(elsewhere).toMatchObject({ manifests: 0, bytes: sizeOf(image.manifests) });
    expect(pair.from.count({ method: "GET", kind: "manifest" })).toBe(3);
  });

  it.each([
    ["is no JSON", "[]", "MALFORMED"],
    ["is of schema 1", '{"schemaVersion":1}', "UNSUPPORTED"],
  ])("blames the source for a child that %s", async (_, text, code) => {
    await using pair = await startPair();
    const bytes = Buffer.from(text);
    const root = pair.from.store.putManifest("library/app", "v1", MediaType.ociManifest, bytes);
    const bad = { root, manifests: [{ descriptor: root, bytes }], blobs: [] };
    const surveying = openSurvey(pair)(nestIndex(MediaType.ociIndex, [bad]));
    await expect(surveying).rejects.toMatchObject({ name: "CopyError", side: "source", code });
  });

  it("of one image alone counts what others need, too, and asks the destination for nothing twice", async () => {
    await using pair = await startPair();
    pushImage(pair.to.store, "acme/app", "old", generateImage({ seed: "old" }));
    const image = generateImage({ seed: "shared", platforms: PLATFORMS });
    pushImage(pair.from.store, "library/app", "v1", image);
    const { digest } = image.root;
    const order = { source: pair.source(), digest, destination: pair.destination(), tag: "v1" };
    const surveyor = new Surveyor({
      manifests: new Manifests(),
      destinations: new Destinations(),
      signal: calm,
    });
    const all = await surveyor.survey({ ...order, platforms: "all" });
    const asked = pair.to.requests.length;
    expect(await surveyor.surveyAlone({ ...order, platforms: "all" }, 3)).toEqual(all);
    expect(pair.to.requests).toHaveLength(asked);
    expect(await surveyor.surveyAlone({ ...order, platforms: "all" }, 2)).toBeUndefined();
  });

  it("gives up an image of too many manifests before it fetches them", async () => {
    await using pair = await startPair();
    const image = nestIndex(
      MediaType.ociIndex,
      ["a", "b"].map((seed) => generateImage({ seed, platforms: PLATFORMS })),
    );
    pushImage(pair.from.store, "library/app", "v1", image);
    const surveyor = new Surveyor({
      manifests: new Manifests(),
      destinations: new Destinations(),
      signal: calm,
    });
    const { digest } = image.root;
    const order = { source: pair.source(), digest, destination: pair.destination(), tag: "v1" };
    expect(await surveyor.surveyAlone({ ...order, platforms: "all" }, 2)).toBeUndefined();
    expect(pair.from.count({ method: "GET", kind: "manifest" })).toBe(1);
    expect(await surveyor.surveyAlone({ ...order, platforms: "all" }, 7)).toMatchObject({ manifests: 7 });
  });

  it("ends where a copy would: nested too deep", async () => {
    await using pair = await startPair();
    let image = generateImage({ seed: "deep" });
    for (let level = 0; level < 9; level++) image = nestIndex(MediaType.ociIndex, [image]);
    await expect(openSurvey(pair)(image)).rejects.toMatchObject({ side: "source", code: "TOO_LARGE" });
  });
});
