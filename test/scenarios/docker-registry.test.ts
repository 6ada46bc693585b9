import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { generateLayers } from "../../sandbox/images/generate-layer.ts";
import type { GeneratedImage } from "../../sandbox/images/generated-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { hang } from "../../sandbox/registry/fault-acts.ts";
import { forRegistry } from "../../src/oci/auth/keychain.ts";
import { type Digest, digestOf } from "../../src/oci/digest.ts";
import { MANIFEST_ACCEPT } from "../../src/oci/media-type.ts";
import { onPath } from "../sandbox/on-path.ts";
import { type DockerRegistry, startDockerRegistry } from "../sandbox/start-docker-registry.ts";
import { ALWAYS } from "./expect-failure.ts";
import { ODD_IMAGES } from "./odd-images.ts";
import { inspectRaw } from "./skopeo.ts";
import { type RunOptions, type Stage, setPlainStage } from "./stage.ts";

const PLATFORMS = ["linux/amd64", "linux/arm64"];
const installed = onPath("docker-registry");

/** What a registry has under a path: a manifest's bytes, or the digest of a blob's. */
async function read(registry: DockerRegistry, path: string): Promise<Buffer> {
  const response = await fetch(`${registry.url}/v2/${path}`, { headers: { accept: MANIFEST_ACCEPT } });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

async function expectHeld(registry: DockerRegistry, name: string, tag: string, image: GeneratedImage) {
  expect(
    (await read(registry, `${name}/manifests/${tag}`)).equals(
      Buffer.from(image.manifests.at(-1)?.bytes ?? []),
    ),
  ).toBe(true);
  for (const { descriptor, bytes } of image.manifests) {
    expect((await read(registry, `${name}/manifests/${descriptor.digest}`)).equals(Buffer.from(bytes))).toBe(
      true,
    );
  }
  for (const { digest } of image.blobs.map(({ descriptor }) => descriptor)) {
    expect(digestOf(await read(registry, `${name}/blobs/${digest}`), digest as Digest)).toBe(digest);
  }
}

describe.skipIf(!installed)("between two real docker-registry processes", () => {
  let first: DockerRegistry;
  let second: DockerRegistry;
  beforeAll(async () => {
    // As it comes, it takes no manifests with foreign layers.
    const validation = { manifests: { urls: { allow: ["^https://elsewhere.example/"] } } };
    [first, second] = await Promise.all([
      startDockerRegistry({ validation }),
      startDockerRegistry({ validation }),
    ]);
  });
  afterAll(() => Promise.all([first, second].map((registry) => registry[Symbol.asyncDispose]())));

  /** Syncs from the sandbox's hub to the first, or from the first to the second. */
  const run = (
    stage: Stage,
    registry: "first.example" | "second.example",
    mirrors: string,
    options: RunOptions = {},
  ) =>
    stage.sync(mirrors, {
      registry,
      endpoints: { "first.example": first.url, "second.example": second.url },
      ...options,
    });

  it("every kind of image arrives byte for byte, twice over, and a second run does nothing", async () => {
    await using stage = await setPlainStage();
    const images = Object.values(ODD_IMAGES).map((image, index) => ({ image, tag: `v${index}` }));
    for (const { image, tag } of images) pushImage(stage.hub.store, "library/odd", tag, image);
    const there = await run(stage, "first.example", `- { source: odd, tags: ["*"] }`);
    expect(there.images.filter(({ result }) => result !== "done")).toEqual([]);
    const entry = `- { source: first.example/acme/odd, tags: ["*"] }`;
    const on = await run(stage, "second.example", entry);
    expect(on.images.filter(({ result }) => result !== "done")).toEqual([]);
    for (const { image, tag } of images) await expectHeld(second, "acme/odd", tag, image);
    const again = await run(stage, "second.example", entry);
    expect(again.summary).toMatchObject({
      upToDate: images.length,
      copied: 0,
      updated: 0,
      failed: 0,
      bytes: 0,
      pulls: {},
    });
  });

  it.skipIf(!onPath("skopeo"))("skopeo sees the same bytes", async () => {
    await using stage = await setPlainStage();
    const image = generateImage({ seed: "skopeo", platforms: PLATFORMS, attestations: true });
    pushImage(stage.hub.store, "library/judged", "1", image);
    await run(stage, "second.example", "- judged:1");
    const { host } = new URL(second.url);
    expect(
      (await inspectRaw(`${host}/acme/judged:1`)).equals(Buffer.from(image.manifests.at(-1)?.bytes ?? [])),
    ).toBe(true);
  });

  it("a tag that moved is followed, a backup is kept, and layers that are there are not sent again", async () => {
    await using stage = await setPlainStage();
    const sharedLayers = generateLayers("base", 3, 70_000);
    const [old, fresh] = ["old", "fresh"].map((seed) => generateImage({ seed, sharedLayers, layers: 1 }));
    if (!old || !fresh) throw new Error("no images");
    const entry = "- { source: moving:1, on-change: backup }";
    pushImage(stage.hub.store, "library/moving", "1", old);
    await run(stage, "first.example", entry);
    pushImage(stage.hub.store, "library/moving", "1", fresh);
    stage.forget();
    const { summary } = await run(stage, "first.example", entry);
    expect(summary).toMatchObject({ updated: 1, mountedBytes: 210_000 });
    expect(stage.hub.count({ kind: "blob" })).toBe(2);
    await expectHeld(first, "acme/moving", "1", fresh);
    await expectHeld(first, "acme/moving", `1-${old.root.digest.slice(7, 19)}`, old);
  });

  it("layers that two repositories share are mounted", async () => {
    await using stage = await setPlainStage();
    const sharedLayers = generateLayers("shared", 3, 80_000);
    const images = ["left", "right"].map((seed) => ({
      seed,
      image: generateImage({ seed, sharedLayers, layers: 1 }),
    }));
    for (const { seed, image } of images) pushImage(stage.hub.store, `library/${seed}`, "1", image);
    const { summary } = await run(stage, "first.example", "- left:1\n- right:1");
    expect(summary).toMatchObject({ copied: 2, mountedBytes: 240_000 });
    for (const { seed, image } of images) await expectHeld(first, `acme/${seed}`, "1", image);
  });

  it("a copy that was stopped leaves no tag, and the next one sends the rest", async () => {
    await using stage = await setPlainStage();
    const image = generateImage({ seed: "stopped", platforms: PLATFORMS, layerSize: 90_000 });
    pushImage(stage.hub.store, "library/stopped", "1", image);
    const reference = image.blobs.at(-1)?.descriptor.digest ?? "";
    stage.hub.faults.add({ when: { kind: "blob", reference }, times: ALWAYS, act: hang });
    const stop = new AbortController();
    const running = run(stage, "first.example", "- stopped:1", { signal: stop.signal });
    const others = image.blobs.slice(0, -1);
    const haveArrived = async () => {
      const reads = others.map(({ descriptor }) => read(first, `acme/stopped/blobs/${descriptor.digest}`));
      return (await Promise.allSettled(reads)).every(({ status }) => status === "fulfilled");
    };
    await vi.waitUntil(haveArrived, { timeout: 10_000, interval: 10 });
    stop.abort();
    await running;
    await expect(read(first, "acme/stopped/manifests/1")).rejects.toThrow("404");
    stage.hub.faults.clear();
    const { summary } = await run(stage, "first.example", "- stopped:1", { concurrency: 1 });
    expect(summary).toMatchObject({
      copied: 1,
      mountedBytes: others.reduce((sum, { bytes }) => sum + bytes.length, 0),
    });
    await expectHeld(first, "acme/stopped", "1", image);
  });

  it("a subset of platforms is made, kept, and found again", async () => {
    await using stage = await setPlainStage();
    const image = generateImage({
      seed: "subset",
      platforms: [...PLATFORMS, "windows/amd64"],
      format: "docker",
    });
    pushImage(stage.hub.store, "library/subset", "1", image);
    const entry = "- { source: subset:1, platforms: [linux/arm64] }";
    expect((await run(stage, "first.example", entry)).images).toMatchObject([
      { result: "done", platforms: ["linux/arm64"] },
    ]);
    expect((await run(stage, "first.example", entry)).images).toMatchObject([{ action: "up-to-date" }]);
  });

  it("a password is asked for, and serves to write and to read", async () => {
    const folder = await mkdtemp(join(tmpdir(), "htpasswd-"));
    const path = join(folder, "htpasswd");
    await writeFile(path, "acme:$2b$04$qh7QCDsa4VgyUiLHRV/7lucu.q2Q.ASyJ/XmXu0heOq6n.4clNYDe\n");
    await using locked = await startDockerRegistry({ auth: { htpasswd: { realm: "locked", path } } });
    await using stage = await setPlainStage();
    const image = generateImage({ seed: "locked", layerSize: 90_000 });
    pushImage(stage.hub.store, "library/app", "1", image);
    const endpoints = { "locked.example": locked.url, "second.example": second.url };
    const keychain = forRegistry("locked.example", {
      kind: "password",
      username: "acme",
      password: "secret",
    });
    const there = await stage.sync("- app:1", { registry: "locked.example", endpoints, keychain });
    expect(there.images).toMatchObject([{ result: "done" }]);
    const on = { registry: "second.example", endpoints };
    const entry = "- { source: locked.example/acme/app:1, to: unlocked }";
    expect((await stage.sync(entry, { ...on, keychain })).images).toMatchObject([{ result: "done" }]);
    await expectHeld(second, "acme/unlocked", "1", image);
    expect((await stage.sync(entry, on)).images).toMatchObject([
      { result: "failed", error: { side: "source", code: "UNAUTHORIZED" } },
    ]);
    await rm(folder, { recursive: true });
  });
});
