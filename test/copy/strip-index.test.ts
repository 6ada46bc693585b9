import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { nestIndex } from "../../sandbox/images/generate-index.ts";
import type { GeneratedImage } from "../../sandbox/images/generated-image.ts";
import {
  hasSurplus,
  originOf,
  SOURCE_DIGEST,
  SOURCE_PLATFORMS,
  stripIndex,
} from "../../src/copy/strip-index.ts";
import { digestOf } from "../../src/oci/digest.ts";
import { parseManifest } from "../../src/oci/manifest.ts";
import { MediaType } from "../../src/oci/media-type.ts";
import { formatPlatform, parsePlatform } from "../../src/oci/platform.ts";
import type { RawManifest } from "../../src/oci/registry/manifests.ts";

const ALL = ["linux/amd64", "linux/arm64/v8", "linux/arm/v6", "windows/amd64"];
const platforms = (...names: string[]) => names.map(parsePlatform);

function rootOf({ root, manifests }: GeneratedImage): RawManifest {
  const content = manifests.find(({ descriptor }) => descriptor.digest === root.digest);
  return { mediaType: root.mediaType, digest: root.digest, bytes: Buffer.from(content?.bytes ?? []) };
}

/** An index from a description: its keys stand as they are. */
function indexOf(body: object, mediaType: string = MediaType.ociIndex): RawManifest {
  const bytes = Buffer.from(JSON.stringify(body, undefined, 3));
  return { mediaType, digest: digestOf(bytes), bytes };
}

function childrenOf(index: RawManifest | undefined) {
  if (!index) return undefined;
  const { children } = parseManifest(index.bytes, index.mediaType);
  return children.map(({ platform }) => (platform ? formatPlatform(platform) : "none"));
}

describe("stripIndex", () => {
  it.each(["oci", "docker"] as const)(
    "keeps the wanted platforms of a(n) %s index, in its order",
    (format) => {
      const source = rootOf(generateImage({ seed: "strip", platforms: ALL, format }));
      const stripped = stripIndex(source, platforms("linux/arm64", "linux/amd64"));
      expect(childrenOf(stripped)).toEqual(["linux/amd64", "linux/arm64/v8"]);
      expect(stripped?.mediaType).toBe(source.mediaType);
      expect(stripped?.digest).toBe(digestOf(stripped?.bytes ?? Buffer.alloc(0)));
    },
  );

  it("is always the same for the same source and platforms, in whatever order they are named", () => {
    const source = rootOf(generateImage({ seed: "same", platforms: ALL }));
    const [one, two] = [platforms("linux/amd64", "linux/arm/v6"), platforms("linux/arm/v6", "linux/amd64")];
    expect(stripIndex(source, one)?.bytes).toEqual(stripIndex(source, two)?.bytes);
  });

  it("leaves everything else of the index as it is", () => {
    const [amd64] = generateImage({ seed: "rest" }).manifests;
    const child = { ...amd64?.descriptor, "x-unknown": [1.5, { deep: null }], annotations: { a: "b" } };
    const other = { ...child, platform: { os: "linux", architecture: "s390x" } };
    const rest = { subject: { size: 1 }, annotations: { mine: "kept" }, "x-more": "ü" };
    const source = indexOf({ schemaVersion: 2, ...rest, manifests: [child, other] });
    const stripped = stripIndex(source, platforms("linux/amd64"));
    expect(JSON.parse(String(stripped?.bytes))).toEqual({
      schemaVersion: 2,
      ...rest,
      manifests: [child],
      annotations: { mine: "kept", [SOURCE_DIGEST]: source.digest, [SOURCE_PLATFORMS]: "linux/amd64" },
    });
  });

  it("keeps the attestations of what it keeps, and no others", () => {
    const source = rootOf(generateImage({ seed: "attested", platforms: ALL, attestations: true }));
    const stripped = stripIndex(source, platforms("linux/arm/v6"));
    const { children } = parseManifest(stripped?.bytes ?? Buffer.alloc(0), source.mediaType);
    expect(childrenOf(stripped)).toEqual(["linux/arm/v6", "unknown/unknown"]);
    expect(children[1]?.annotations?.["vnd.docker.reference.digest"]).toBe(children[0]?.digest);
  });

  it("is the source itself where nothing is taken away", () => {
    const source = rootOf(generateImage({ seed: "all", platforms: ALL, attestations: true }));
    expect(stripIndex(source, platforms(...ALL))).toBe(source);
  });

  it.each([
    ["other platforms", rootOf(generateImage({ seed: "none", platforms: ["linux/amd64", "linux/arm64"] }))],
    ["no entries", indexOf({ schemaVersion: 2, manifests: [] })],
    [
      "entries without platforms",
      rootOf(nestIndex(MediaType.ociIndex, [generateImage({ seed: "n", platforms: ALL })])),
    ],
  ])("finds nothing in an index with %s", (_, source) => {
    expect(stripIndex(source, platforms("linux/riscv64"))).toBeUndefined();
  });
});

describe("originOf", () => {
  const wanted = platforms("linux/amd64", "linux/arm64");
  const source = rootOf(generateImage({ seed: "origin", platforms: ALL, attestations: true }));

  it("reads from a stripped index what it was made of", () => {
    const stripped = stripIndex(source, wanted) ?? source;
    const origin = { digest: source.digest, platforms: "linux/amd64,linux/arm64" };
    expect(originOf(stripped)).toEqual(origin);
  });

  it("refuses an index that can be read and not be written", () => {
    const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
    const text = source.bytes.toString().replace("{", `{"x":${deep},`);
    const bytes = Buffer.from(text);
    expect(() => stripIndex({ ...source, bytes }, wanted)).toThrow("nested too deep");
  });

  it.each([
    [
      "an index with nothing else than wanted",
      rootOf(generateImage({ seed: "few", platforms: ["linux/arm64"], attestations: true })),
    ],
    ["a single image", rootOf(generateImage({ seed: "single" }))],
    [
      "annotations that are no digest",
      indexOf({
        schemaVersion: 2,
        manifests: [],
        annotations: { [SOURCE_DIGEST]: "x", [SOURCE_PLATFORMS]: "y" },
      }),
    ],
    [
      "one annotation of the two",
      indexOf({ schemaVersion: 2, manifests: [], annotations: { [SOURCE_DIGEST]: source.digest } }),
    ],
  ])("knows none of %s", (_, manifest) => {
    expect(originOf(manifest)).toBeUndefined();
  });
});

describe("hasSurplus", () => {
  const source = rootOf(generateImage({ seed: "surplus", platforms: ALL, attestations: true }));

  it.each([
    ["of everything that it offers", ALL, false],
    ["of less", ["linux/amd64"], true],
    ["of something else", ["linux/s390x"], true],
  ])("asks an index whether it has more than is wanted, %s", (_, wanted, has) => {
    expect(hasSurplus(source, platforms(...wanted))).toBe(has);
  });

  it("never says so of a single image, nor of a stripped index", () => {
    const wanted = platforms("linux/amd64");
    expect(hasSurplus(rootOf(generateImage({ seed: "single" })), wanted)).toBe(false);
    expect(hasSurplus(stripIndex(source, wanted) ?? source, wanted)).toBe(false);
  });
});
