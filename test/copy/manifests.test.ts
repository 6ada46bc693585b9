import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { before, status } from "../../sandbox/registry/fault-acts.ts";
import { Manifests } from "../../src/copy/manifests.ts";
import { digestOf } from "../../src/oci/digest.ts";
import { MediaType } from "../../src/oci/media-type.ts";
import { calm, type Pair, startPair } from "./pair.ts";

const MiB = 1024 * 1024;

/** Puts a manifest of about `size` bytes into the source. */
function putLarge({ from }: Pair, name: string, size: number) {
  const annotations = { name, padding: "x".repeat(size) };
  const body = { schemaVersion: 2, mediaType: MediaType.ociIndex, manifests: [], annotations };
  return from.store.putManifest("library/app", name, MediaType.ociIndex, Buffer.from(JSON.stringify(body)))
    .digest;
}

describe("the manifests of a run", () => {
  it("are fetched once, however many ask and however often", async () => {
    await using pair = await startPair();
    const { digest } = pushImage(pair.from.store, "library/app", "v1", generateImage({ seed: "once" }));
    const manifests = new Manifests();
    const fetch = () => manifests.fetch(pair.source(), digest, calm);
    const all = await Promise.all([fetch(), fetch(), fetch()]);
    expect(await fetch()).toBe(all[0]);
    expect(pair.from.count({ method: "GET", kind: "manifest" })).toBe(1);
    expect(manifests.pulls).toEqual(new Map([["from.example", 1]]));
  });

  it("are asked for anew by tag, which then serves their digest too", async () => {
    await using pair = await startPair();
    const { digest } = pushImage(pair.from.store, "library/app", "v1", generateImage({ seed: "tag" }));
    const manifests = new Manifests();
    await manifests.fetch(pair.source(), "v1", calm);
    await manifests.fetch(pair.source(), "v1", calm);
    await manifests.fetch(pair.source(), digest, calm);
    expect(pair.from.count({ method: "GET", kind: "manifest" })).toBe(2);
  });

  it("cost no pull when they are refused, and are asked for again", async () => {
    await using pair = await startPair();
    const { digest } = pushImage(pair.from.store, "library/app", "v1", generateImage({ seed: "again" }));
    pair.from.faults.add({ when: { kind: "manifest" }, act: status(403) });
    const manifests = new Manifests();
    await expect(manifests.fetch(pair.source(), digest, calm)).rejects.toMatchObject({
      name: "CopyError",
      side: "source",
      code: "DENIED",
      reference: `from.example/library/app@${digest}`,
    });
    expect(manifests.pulls).toEqual(new Map());
    expect((await manifests.fetch(pair.source(), digest, calm)).digest).toBe(digest);
    expect(manifests.pulls.get("from.example")).toBe(1);
  });

  it("are kept up to 16 MiB, the oldest going first", async () => {
    await using pair = await startPair();
    const digests = ["a", "b", "c", "d", "e"].map((name) => putLarge(pair, name, 3.9 * MiB));
    const manifests = new Manifests();
    for (const digest of digests) await manifests.fetch(pair.source(), digest, calm);
    for (const digest of digests.toReversed()) await manifests.fetch(pair.source(), digest, calm);
    expect(pair.from.requests.map(({ reference }) => reference)).toEqual([...digests, digests[0]]);
  });

  it("do not fail with another that is still on its way", async () => {
    await using pair = await startPair();
    const gate = Promise.withResolvers<void>();
    const lost = digestOf(Buffer.from("lost"));
    pair.from.faults.add({ when: { kind: "manifest", reference: lost }, act: before(() => gate.promise) });
    const digests = ["a", "b", "c", "d", "e"].map((name) => putLarge(pair, name, 3.9 * MiB));
    const manifests = new Manifests();
    await expect(manifests.fetch(pair.source(), "no-such-tag", calm)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const losing = manifests.fetch(pair.source(), lost, calm).catch((error: unknown) => error);
    const fetching = digests.map((digest) => manifests.fetch(pair.source(), digest, calm));
    await expect(Promise.all(fetching)).resolves.toHaveLength(5);
    gate.resolve();
    expect(await losing).toMatchObject({ code: "NOT_FOUND" });
  });

  it("come from another source where the first one fails", async () => {
    await using pair = await startPair();
    const { digest } = pushImage(pair.from.store, "library/good", "v1", generateImage({ seed: "two" }));
    const manifests = new Manifests();
    const bad = manifests.fetch(pair.source("library/bad"), digest, calm);
    const good = manifests.fetch(pair.source("library/good"), digest, calm);
    await expect(bad).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await good).digest).toBe(digest);
  });
});
