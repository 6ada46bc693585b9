import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { status } from "../../sandbox/registry/fault-acts.ts";
import { Destination } from "../../src/copy/destination.ts";
import { Destinations } from "../../src/copy/destinations.ts";
import { calm, type Pair, startPair } from "./pair.ts";

const image = generateImage({ seed: "there" });
const blob = image.blobs[0]?.descriptor.digest ?? image.root.digest;

async function startFilled(): Promise<Pair> {
  const pair = await startPair();
  pushImage(pair.to.store, "acme/app", "v1", image);
  return pair;
}

describe("a destination", () => {
  it("that has tags is not new, which is asked once", async () => {
    await using pair = await startFilled();
    const destination = new Destination(pair.destination());
    expect(await Promise.all([destination.isNew(calm), destination.isNew(calm)])).toEqual([false, false]);
    expect(pair.to.requests.map(({ method, kind }) => `${method} ${kind}`)).toEqual(["GET tags"]);
  });

  it("that nobody knows is new, and nothing is looked for in it", async () => {
    await using pair = await startPair();
    const destination = new Destination(pair.destination());
    expect(await destination.isNew(calm)).toBe(true);
    expect(await destination.hasBlob(blob, calm)).toBe(false);
    expect(await destination.hasManifest(image.root.digest, calm)).toBe(false);
    expect(pair.to.count()).toBe(1);
  });

  it("that looks new is asked for manifests all the same where pulls are scarce", async () => {
    await using pair = await startFilled();
    pair.to.store.deleteTag("acme/app", "v1");
    const destination = new Destination(pair.destination(), { isThrifty: true });
    destination.know(true);
    expect(await destination.hasManifest(image.root.digest, calm)).toBe(true);
    expect(await destination.hasManifest(`sha256:${"0".repeat(64)}`, calm)).toBe(false);
    expect(await destination.hasManifest(image.root.digest, calm)).toBe(true);
    expect(await destination.hasBlob(blob, calm)).toBe(false);
  });

  it("that looks new and denies a look is not asked again, however scarce pulls are", async () => {
    await using pair = await startFilled();
    pair.to.faults.add({ act: status(403), times: 9 });
    const destination = new Destination(pair.destination(), { isThrifty: true });
    destination.know(true);
    for (let time = 0; time < 3; time++)
      expect(await destination.hasManifest(image.root.digest, calm)).toBe(false);
    expect(pair.to.count()).toBe(1);
  });

  it.each([403, 404, 405, 500])("is taken as the tag list has it that answers %i", async (code) => {
    await using pair = await startFilled();
    pair.to.faults.add({ when: { kind: "tags" }, times: 9, act: status(code) });
    expect(await new Destination(pair.destination()).isNew(calm)).toBe(code === 404);
  });

  it("is not asked whether it is new where that is known", async () => {
    await using pair = await startFilled();
    const destination = new Destination(pair.destination());
    destination.know(false);
    destination.know(true);
    expect(await destination.hasBlob(blob, calm)).toBe(true);
    expect(await destination.hasManifest(image.root.digest, calm)).toBe(true);
    expect(pair.to.count({ kind: "tags" })).toBe(0);
  });

  it("names itself in what it refuses", async () => {
    await using pair = await startFilled();
    pair.to.faults.add({ when: { method: "HEAD", kind: "blob" }, act: status(403) });
    await expect(new Destination(pair.destination()).hasBlob(blob, calm)).rejects.toMatchObject({
      side: "destination",
      code: "DENIED",
      reference: `to.example/acme/app@${blob}`,
    });
  });

  it("that is distrusted is not asked any more, and all it said is forgotten, once", async () => {
    await using pair = await startFilled();
    const destination = new Destination(pair.destination());
    const { blobs, contents, manifests } = destination;
    for (const known of [blobs, contents, manifests]) known.set(blob, Promise.resolve());
    destination.distrust();
    expect(destination.distrusted).toBe(true);
    expect([blobs.size, contents.size, manifests.size]).toEqual([0, 0, 0]);
    expect(await destination.hasBlob(blob, calm)).toBe(false);
    expect(await destination.hasManifest(image.root.digest, calm)).toBe(false);
    blobs.set(blob, Promise.resolve());
    destination.distrust();
    expect(blobs.size).toBe(1);
  });
});

it("is one and the same for all images of a run that go there", async () => {
  await using pair = await startPair();
  const destinations = new Destinations();
  const one = destinations.of(pair.destination("acme/one"));
  expect(destinations.of(pair.destination("acme/one"))).toBe(one);
  expect(destinations.of(pair.destination("acme/two"))).not.toBe(one);
  expect(destinations.of(pair.source("acme/one"))).not.toBe(one);
});
