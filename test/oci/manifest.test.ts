import { describe, expect, it } from "vitest";
import { digestOf } from "../../src/oci/digest.ts";
import { parseManifest, typeOfManifest } from "../../src/oci/manifest.ts";
import { MediaType } from "../../src/oci/media-type.ts";

const { ociIndex, ociManifest, ociArtifact, dockerList, dockerManifest } = MediaType;

function descriptor(name: string, more: object = {}) {
  return {
    mediaType: "application/octet-stream",
    digest: digestOf(Buffer.from(name)),
    size: name.length,
    ...more,
  };
}

const config = descriptor("config");
const layer = descriptor("layer");
const bare = descriptor("child", { mediaType: ociManifest });
const child = { ...bare, platform: { os: "linux", architecture: "amd64" } };

function parse(body: unknown, contentType = ociManifest as string) {
  return parseManifest(Buffer.from(typeof body === "string" ? body : JSON.stringify(body)), contentType);
}

/** The error of a body that cannot be parsed. */
function failure(body: unknown, contentType?: string): unknown {
  try {
    return parse(body, contentType);
  } catch (error) {
    return error;
  }
}

describe("parseManifest", () => {
  it.each([
    [
      "an OCI image",
      ociManifest,
      { mediaType: ociManifest, config, layers: [layer, layer] },
      [],
      [config, layer, layer],
    ],
    [
      "an OCI image that does not name its type",
      ociManifest,
      { config, layers: [layer] },
      [],
      [config, layer],
    ],
    ["a Docker image", dockerManifest, { mediaType: dockerManifest, config, layers: [] }, [], [config]],
    ["an image without layers", ociManifest, { config }, [], [config]],
    ["an image with null for layers", ociManifest, { config, layers: null }, [], [config]],
    ["an OCI index", ociIndex, { mediaType: ociIndex, manifests: [child] }, [child], []],
    ["a Docker list", dockerList, { mediaType: dockerList, manifests: [child, child] }, [child, child], []],
    ["an empty index", ociIndex, { manifests: [] }, [], []],
    [
      "a nested index",
      ociIndex,
      { manifests: [descriptor("x", { mediaType: ociIndex })] },
      [descriptor("x", { mediaType: ociIndex })],
      [],
    ],
    ["an artifact", ociArtifact, { mediaType: ociArtifact, blobs: [layer] }, [], [layer]],
    [
      "an artifact in an image's clothes",
      ociManifest,
      { artifactType: "text/x", config, layers: [layer], subject: child },
      [],
      [config, layer],
    ],
    ["an empty text as type", ociManifest, { mediaType: "", config }, [], [config]],
    ["a size of zero", ociManifest, { config: descriptor("") }, [], [descriptor("")]],
    [
      "a size beyond 32 bits",
      ociManifest,
      { config: { ...config, size: 2 ** 53 - 1 } },
      [],
      [{ ...config, size: 2 ** 53 - 1 }],
    ],
    [
      "a SHA-512 digest",
      ociManifest,
      { config: { ...config, digest: `sha512:${"a".repeat(128)}` } },
      [],
      [{ ...config, digest: `sha512:${"a".repeat(128)}` }],
    ],
  ])("reads %s", (_, contentType, body, children, blobs) => {
    const parsed = parse({ schemaVersion: 2, ...body }, contentType);
    expect(parsed).toEqual({ mediaType: contentType, children, blobs, annotations: {} });
  });

  it.each([
    ["", { manifests: [child] }, ociIndex],
    ["application/json", { manifests: [child] }, ociIndex],
    ["text/plain", { config, layers: [] }, ociManifest],
    ["application/octet-stream", { mediaType: dockerList, manifests: [] }, dockerList],
    ["application/json", { mediaType: dockerManifest, config }, dockerManifest],
  ])("finds out by itself what %j with %j is: %s", (contentType, body, mediaType) => {
    expect(parse(body, contentType).mediaType).toBe(mediaType);
    expect(typeOfManifest(Buffer.from(JSON.stringify(body)), contentType)).toBe(mediaType);
  });

  it("keeps all fields of a descriptor", () => {
    const odd = { ...child, annotations: { a: "b" }, "x-unknown": [1] };
    expect(parse({ manifests: [odd] }, ociIndex).children).toEqual([odd]);
  });

  it.each([
    [{ annotations: { a: "b", c: 7 } }, { a: "b" }],
    [{ annotations: null }, {}],
    [{ annotations: "text" }, {}],
  ])("reads the annotations of %j", (more, annotations) => {
    expect(parse({ config, ...more }).annotations).toEqual(annotations);
  });

  it.each([
    null,
    "linux/amd64",
    7,
    [],
    {},
    { os: 7, architecture: "amd64" },
    { os: "linux", architecture: "arm", variant: {} },
  ])("takes the platform %j for none", (platform) => {
    expect(parse({ manifests: [{ ...child, platform }] }, ociIndex).children).toEqual([bare]);
  });
});

describe("parseManifest refuses", () => {
  it.each([
    ["Docker schema 1", MediaType.dockerSchema1, { schemaVersion: 1, fsLayers: [] }],
    ["signed Docker schema 1", MediaType.dockerSchema1Signed, { schemaVersion: 1 }],
    ["Docker schema 1 under another name", "application/json", { schemaVersion: 1, fsLayers: [] }],
    ["a type nobody knows", "application/vnd.acme+json", { manifests: [child] }],
    ["a type nobody knows, by its own account", "application/json", { mediaType: "text/html" }],
  ])("%s as UNSUPPORTED", (_, contentType, body) => {
    expect(failure(body, contentType)).toMatchObject({ name: "RegistryError", code: "UNSUPPORTED" });
  });

  it("Docker schema 1 with a way out", () => {
    expect(failure({ schemaVersion: 1 })).toMatchObject({
      message: expect.stringMatching(/schema 1.*pull it and push it/),
    });
  });

  it.each([
    [
      "an image that calls itself an index",
      ociManifest,
      { mediaType: ociIndex, manifests: [] },
      /calls the manifest/,
    ],
    [
      "OCI that calls itself Docker",
      ociManifest,
      { mediaType: dockerManifest, config },
      /calls the manifest/,
    ],
    ["an image with the list of an index", ociManifest, { config, manifests: [child] }, /"manifests"/],
    ["an index with layers", ociIndex, { manifests: [child], layers: [layer] }, /"layers"/],
    ["an index with a config", dockerList, { manifests: [child], config }, /"config"/],
    ["an image with the layers of schema 1", ociManifest, { config, fsLayers: [] }, /"fsLayers"/],
    ["layers that are no list", ociManifest, { config, layers: {} }, /"layers" is not a list/],
    ["manifests that are no list", ociIndex, { manifests: "x" }, /"manifests" is not a list/],
    ["a config of null", ociManifest, { config: null }, /"config" has no usable digest/],
    ["a layer of null", ociManifest, { config, layers: [layer, null] }, /"layers\[1\]" has no usable digest/],
    ["a layer that is a text", ociManifest, { config, layers: ["x"] }, /"layers\[0\]" has no usable digest/],
  ])("%s as MALFORMED", (_, contentType, body, words) => {
    expect(failure(body, contentType)).toMatchObject({
      code: "MALFORMED",
      message: expect.stringMatching(words),
    });
  });

  it.each([
    ["digest", undefined],
    ["digest", 7],
    ["digest", "sha256:abc"],
    ["digest", "md5:d41d8cd98f00b204e9800998ecf8427e"],
    ["digest", `sha256:${"A".repeat(64)}`],
    ["digest", `sha256:${"a".repeat(64)}/../x`],
    ["size", undefined],
    ["size", -1],
    ["size", 0.5],
    ["size", null],
    ["size", "12"],
    ["size", 2 ** 53],
    ["media type", undefined],
    ["media type", 7],
  ])("a descriptor whose %s is %j", (field, value) => {
    const bad = { ...layer, [field === "media type" ? "mediaType" : field]: value };
    const words = new RegExp(`"layers\\[0\\]" has no (usable )?${field}`);
    expect(failure({ config, layers: [bad] })).toMatchObject({
      code: "MALFORMED",
      message: expect.stringMatching(words),
    });
  });

  it.each([
    ["nothing", ""],
    ["half of it", '{"config":'],
    ["a list", "[]"],
    ["null", "null"],
    ["a number", "7"],
    ["NaN", '{"config":{"size":NaN}}'],
    ["depth", "[".repeat(1_000_000)],
    ["bytes that are no UTF-8", Buffer.from([0x7b, 0xff, 0x7d])],
  ])("%s instead of JSON", (_, text) => {
    const bytes = Buffer.isBuffer(text) ? text : Buffer.from(text);
    const parsing = () => parseManifest(bytes, ociManifest);
    expect(parsing).toThrow(expect.objectContaining({ name: "RegistryError", code: "MALFORMED" }));
    expect(typeOfManifest(bytes, "text/plain")).toBe("text/plain");
  });

  it("a size that only fits into infinity", () => {
    const text = JSON.stringify({ config }).replace('"size":6', '"size":1e400');
    expect(failure(text)).toMatchObject({ message: expect.stringContaining('"config" has no usable size') });
  });

  it("a hostile type, without repeating all of it", () => {
    const { message } = failure({ config }, `x\u001b[31m${"y".repeat(9_000)}`) as Error;
    expect(message).not.toContain("\u001b");
    expect(message.length).toBeLessThan(500);
  });
});
