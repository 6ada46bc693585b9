import { describe, expect, it } from "vitest";
import { generateArtifact } from "../../sandbox/images/generate-artifact.ts";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { jsonContent } from "../../sandbox/images/generated-image.ts";
import { corrupt } from "../../sandbox/registry/fault-acts.ts";
import { Configs } from "../../src/copy/configs.ts";
import type { Descriptor } from "../../src/oci/descriptor.ts";
import { type Manifest, parseManifest } from "../../src/oci/manifest.ts";
import { MediaType } from "../../src/oci/media-type.ts";
import { calm, type Pair, startPair } from "./pair.ts";

function manifestOf(config: Descriptor): Manifest {
  return { mediaType: MediaType.ociManifest, children: [], blobs: [config], annotations: {} };
}

/** Puts a config at the source. */
function putConfig({ from }: Pair, value: unknown, mediaType: string = MediaType.ociConfig): Manifest {
  const { descriptor, bytes } = jsonContent(mediaType, value);
  from.store.putBlob("library/app", bytes);
  return manifestOf(descriptor);
}

describe("the platform of a single image", () => {
  it.each([
    [
      { os: "linux", architecture: "arm64", variant: "v8" },
      { os: "linux", architecture: "arm64", variant: "v8" },
    ],
    [
      { os: "linux", architecture: "amd64", variant: "" },
      { os: "linux", architecture: "amd64" },
    ],
    [{ os: "linux", architecture: "" }, undefined],
    [{ architecture: "amd64" }, undefined],
    [{ os: 7, architecture: "amd64" }, undefined],
    [[], undefined],
    [null, undefined],
    ["text", undefined],
  ])("in the config %j is %j", async (config, platform) => {
    await using pair = await startPair();
    expect(await new Configs(calm).platformOf(pair.source(), putConfig(pair, config))).toEqual(platform);
  });

  it("is unknown where the config is not JSON", async () => {
    await using pair = await startPair();
    const blob = pair.from.store.putBlob("library/app", Buffer.from("{"));
    const manifest = manifestOf({ ...blob, mediaType: MediaType.dockerConfig });
    expect(await new Configs(calm).platformOf(pair.source(), manifest)).toBeUndefined();
  });

  it.each([
    ["an artifact", generateArtifact({ seed: "a" })],
    ["a config larger than a mebibyte", undefined],
  ])("is not looked into for %s", async (_, artifact) => {
    await using pair = await startPair();
    const top = artifact?.manifests.at(-1);
    const large = manifestOf({
      mediaType: MediaType.ociConfig,
      digest: `sha256:${"0".repeat(64)}`,
      size: 1_048_577,
    });
    const manifest = top ? parseManifest(top.bytes, top.descriptor.mediaType) : large;
    expect(await new Configs(calm).platformOf(pair.source(), manifest)).toBeUndefined();
    expect(pair.from.count()).toBe(0);
  });

  it("costs one read, whose bytes are handed over once", async () => {
    await using pair = await startPair();
    const configs = new Configs(calm);
    const manifest = putConfig(pair, { os: "linux", architecture: "amd64" });
    const digest = manifest.blobs[0]?.digest ?? "sha256:";
    await Promise.all([1, 2].map(() => configs.platformOf(pair.source(), manifest)));
    await configs.platformOf(pair.source(), manifest);
    expect(pair.from.count({ kind: "blob" })).toBe(1);
    expect(String(configs.take(digest))).toBe('{"os":"linux","architecture":"amd64"}');
    expect(configs.take(digest)).toBeUndefined();
  });

  it("is remembered of any number of configs, their bytes up to 16 MiB, the oldest going first", async () => {
    await using pair = await startPair();
    const configs = new Configs(calm);
    const padding = "x".repeat(1_000_000);
    const manifests = Array.from({ length: 18 }, (_, index) =>
      putConfig(pair, { os: "linux", architecture: "amd64", index, padding }),
    );
    for (const manifest of manifests) await configs.platformOf(pair.source(), manifest);
    const kept = manifests.map(
      ({ blobs: [config] }) => configs.take(config?.digest ?? "sha256:") !== undefined,
    );
    expect(kept).toEqual([false, false, ...Array(16).fill(true)]);
    for (const manifest of manifests) await configs.platformOf(pair.source(), manifest);
    expect(pair.from.count({ kind: "blob" })).toBe(18);
  });

  it("is not read from corrupted bytes", async () => {
    await using pair = await startPair();
    const image = generateImage({ seed: "corrupt" });
    const [config] = image.blobs;
    if (!config) throw new Error("no config");
    pair.from.store.putBlob("library/app", config.bytes);
    pair.from.faults.add({ when: { kind: "blob" }, act: corrupt });
    await expect(
      new Configs(calm).platformOf(pair.source(), manifestOf(config.descriptor)),
    ).rejects.toMatchObject({
      side: "source",
      code: "DIGEST_MISMATCH",
    });
  });
});
