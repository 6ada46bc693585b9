import { describe, expect, it } from "vitest";
import { generateArtifact } from "../../sandbox/images/generate-artifact.ts";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import type { GeneratedImage } from "../../sandbox/images/generated-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { status } from "../../sandbox/registry/fault-acts.ts";
import { Configs } from "../../src/copy/configs.ts";
import { Destination } from "../../src/copy/destination.ts";
import { Manifests } from "../../src/copy/manifests.ts";
import type { Order } from "../../src/copy/order.ts";
import { Tops } from "../../src/copy/tops.ts";
import { MediaType } from "../../src/oci/media-type.ts";
import { parsePlatform } from "../../src/oci/platform.ts";
import { calm, type Pair, startPair } from "./pair.ts";

const INDEX = generateImage({ seed: "index", platforms: ["linux/amd64", "linux/arm64"], attestations: true });
const SINGLE = generateImage({ seed: "single", platforms: ["linux/arm/v7"] });

/** Pushes `image` to the source and finds its top. */
async function find(pair: Pair, image: GeneratedImage, ...platforms: string[]) {
  pushImage(pair.from.store, "library/app", "v1", image);
  const destination = new Destination(pair.destination());
  const order: Order = {
    source: pair.source(),
    digest: image.root.digest,
    destination: pair.destination(),
    tag: "v1",
    platforms: platforms.length === 0 ? "all" : platforms.map(parsePlatform),
  };
  const top = await new Tops({ manifests: new Manifests(), configs: new Configs(calm), signal: calm }).find(
    order,
    destination,
  );
  return { ...top, digest: top.manifest.digest };
}

const pulls = ({ from }: Pair) => from.count({ method: "GET", kind: "manifest" });

describe("the top of an image", () => {
  it("comes from the source, whose platforms it names", async () => {
    await using pair = await startPair();
    const { digest } = INDEX.root;
    expect(await find(pair, INDEX)).toMatchObject({
      digest,
      platforms: ["linux/amd64", "linux/arm64"],
      isThere: false,
    });
    expect(pulls(pair)).toBe(1);
    expect(pair.to.count({ kind: "manifest" })).toBe(0);
  });

  it("comes from the destination where it is there, without a pull", async () => {
    await using pair = await startPair();
    pushImage(pair.to.store, "acme/app", "other", INDEX);
    const { digest } = INDEX.root;
    expect(await find(pair, INDEX)).toMatchObject({
      digest,
      platforms: ["linux/amd64", "linux/arm64"],
      isThere: true,
    });
    expect(pulls(pair)).toBe(0);
  });

  it("comes from the source where the destination holds other things", async () => {
    await using pair = await startPair();
    pushImage(pair.to.store, "acme/app", "other", SINGLE);
    expect(await find(pair, INDEX)).toMatchObject({ isThere: false });
  });

  it("of a single image tells the platform from its config", async () => {
    await using pair = await startPair();
    expect(await find(pair, SINGLE)).toMatchObject({
      digest: SINGLE.root.digest,
      platforms: ["linux/arm/v7"],
    });
  });

  it("of an artifact tells none", async () => {
    await using pair = await startPair();
    expect(await find(pair, generateArtifact({ seed: "a" }))).toMatchObject({ platforms: [] });
  });

  it("is stripped for a subset, which nobody looks for at the destination", async () => {
    await using pair = await startPair();
    pushImage(pair.to.store, "acme/app", "other", INDEX);
    const top = await find(pair, INDEX, "linux/arm64");
    expect(top).toMatchObject({ platforms: ["linux/arm64"], isThere: false });
    expect(top.digest).not.toBe(INDEX.root.digest);
  });

  it("of a single image stays as it is where its platform is wanted", async () => {
    await using pair = await startPair();
    expect((await find(pair, SINGLE, "linux/arm", "linux/amd64")).digest).toBe(SINGLE.root.digest);
  });

  it.each([
    ["an index", INDEX, "it has linux/amd64, linux/arm64"],
    ["a single image", SINGLE, "it has linux/arm/v7"],
    ["an artifact", generateArtifact({ seed: "b" }), "it names none"],
  ])("is refused for %s without the wanted platform", async (_, image, words) => {
    await using pair = await startPair();
    await expect(find(pair, image, "linux/s390x")).rejects.toMatchObject({
      side: "source",
      code: "NO_SUCH_PLATFORM",
      message: expect.stringContaining(words),
    });
  });

  it.each([
    ["is no JSON", "{", "MALFORMED"],
    ["is of schema 1", '{"schemaVersion":1}', "UNSUPPORTED"],
    ["names no usable digest", '{"schemaVersion":2,"layers":[{"digest":"x"}]}', "MALFORMED"],
  ])("is refused, on the side of the source, where it %s", async (_, text, code) => {
    await using pair = await startPair();
    const bytes = Buffer.from(text);
    const root = pair.from.store.putManifest("library/app", "v1", MediaType.ociManifest, bytes);
    await expect(
      find(pair, { root, manifests: [{ descriptor: root, bytes }], blobs: [] }),
    ).rejects.toMatchObject({
      name: "CopyError",
      side: "source",
      code,
    });
  });

  it("is refused, on the side of the destination, where that calls it something else", async () => {
    await using pair = await startPair();
    pushImage(pair.to.store, "acme/app", "other", INDEX);
    const top = INDEX.manifests.at(-1);
    if (top) pair.to.store.putManifest("acme/app", top.descriptor.digest, MediaType.dockerList, top.bytes);
    await expect(find(pair, INDEX)).rejects.toMatchObject({
      name: "CopyError",
      side: "destination",
      code: "MALFORMED",
    });
  });

  it("is not looked for past a destination that refuses to answer", async () => {
    await using pair = await startPair();
    pushImage(pair.to.store, "acme/app", "other", SINGLE);
    pair.to.faults.add({ when: { kind: "manifest" }, act: status(403) });
    await expect(find(pair, INDEX)).rejects.toMatchObject({ side: "destination", code: "DENIED" });
  });
});
