import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { before, status } from "../../sandbox/registry/fault-acts.ts";
import { Manifests } from "../../src/copy/manifests.ts";
import { type PullGate, PullsSpentError } from "../../src/copy/pull-gate.ts";
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

describe("a gate of pulls", () => {
  it("is asked before each GET, and only then", async () => {
    await using pair = await startPair();
    const { digest } = pushImage(pair.from.store, "library/app", "v1", generateImage({ seed: "gate" }));
    const taken: string[] = [];
    const take: PullGate["take"] = async ({ name }) => void taken.push(`${name} ${pair.from.count()}`);
    const manifests = new Manifests({ gate: { take, refused } });
    await Promise.all([
      manifests.fetch(pair.source(), digest, calm),
      manifests.fetch(pair.source(), digest, calm),
    ]);
    await manifests.fetch(pair.source(), "v1", calm);
    expect(taken).toEqual(["from.example 0", "from.example 1"]);
  });

  it("that grants none makes nothing of a fetch, and is not asked again for that registry", async () => {
    await using pair = await startPair();
    const { digest } = pushImage(pair.from.store, "library/app", "v1", generateImage({ seed: "gate" }));
    const spent = new PullsSpentError("from.example", 7, "none is left");
    let asked = 0;
    const take = () => {
      asked++;
      return Promise.reject(spent);
    };
    const manifests = new Manifests({ gate: { take, refused } });
    for (let time = 0; time < 3; time++) {
      await expect(manifests.fetch(pair.source(), digest, calm)).rejects.toMatchObject({
        name: "CopyError",
        side: "source",
        code: "PULLS_SPENT",
        cause: spent,
        message: `cannot fetch the manifest of from.example/library/app@${digest}: none is left`,
      });
    }
    expect([asked, pair.from.count()]).toEqual([1, 0]);
    expect(manifests.spentAt("from.example")).toBe(spent);
    expect(manifests.spentAt("to.example")).toBeUndefined();
  });

  it("is told that the registry has refused a pull, and says when to go on", async () => {
    await using pair = await startPair();
    const { digest } = pushImage(pair.from.store, "library/app", "v1", generateImage({ seed: "gate" }));
    const errors = [{ code: "TOOMANYREQUESTS", message: "You have reached your pull rate limit." }];
    const body = JSON.stringify({ errors });
    pair.from.faults.add({ when: { kind: "manifest" }, act: status(429, { body }), times: 9 });
    const manifests = new Manifests({ gate: { take: async () => {}, refused } });
    const fetching = manifests.fetch(pair.source(), digest, calm);
    await expect(fetching).rejects.toMatchObject({ code: "PULLS_SPENT", cause: { until: 42 } });
    expect(pair.from.count()).toBe(1);
  });

  it("lets other failures pass, and the reason of a signal", async () => {
    await using pair = await startPair();
    const manifests = new Manifests({
      gate: { take: async (_, signal) => signal.throwIfAborted(), refused },
    });
    await expect(manifests.fetch(pair.source(), "none", calm)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const stopped = AbortSignal.abort(new Error("stopped"));
    await expect(manifests.fetch(pair.source(), "none", stopped)).rejects.toThrow("stopped");
    expect(manifests.spentAt("from.example")).toBeUndefined();
  });
});

async function refused() {
  return new PullsSpentError("from.example", 42, "it says so itself");
}
