import { afterAll, describe, expect, it } from "vitest";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { generateForeignImage } from "../../../sandbox/images/generate-odd-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import { plainManners } from "../../../sandbox/registry/plain-manners.ts";
import { startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { MediaType } from "../../../src/oci/media-type.ts";
import { ask, askManifest } from "./wire.ts";

const registry = await startRegistry();
afterAll(() => registry.close());

const image = generateImage({ seed: "manifests", platforms: ["linux/amd64", "linux/arm64/v8"] });
const [child] = image.manifests;
const index = image.manifests.at(-1);
if (child === undefined || index === undefined) throw new Error("the image has no manifests");
const childText = Buffer.from(child.bytes).toString();
pushImage(registry.store, "acme/app", "v1", image);

function put(
  repository: string,
  reference: string,
  mediaType: string,
  body: string | Uint8Array<ArrayBuffer>,
) {
  const headers = { "content-type": mediaType };
  return ask(`${registry.url}/v2/${repository}/manifests/${reference}`, { method: "PUT", headers, body });
}

describe("reading manifests", () => {
  it("gives the bytes that were put, by tag and by digest", async () => {
    for (const reference of ["v1", image.root.digest]) {
      const answer = await askManifest(registry.url, "acme/app", reference);
      expect(answer.status).toBe(200);
      expect(answer.text).toBe(Buffer.from(index.bytes).toString());
      expect(answer.headers.get("content-type")).toBe(MediaType.ociIndex);
      expect(answer.headers.get("docker-content-digest")).toBe(image.root.digest);
    }
  });

  it("answers HEAD with the same headers and no body", async () => {
    const answer = await askManifest(registry.url, "acme/app", "v1", { method: "HEAD" });
    expect(answer.headers.get("content-length")).toBe(String(index.bytes.length));
    expect([answer.status, answer.text]).toEqual([200, ""]);
  });

  it.each([
    ["nothing", undefined, 404],
    ["everything", "*/*", 404],
    ["another type", MediaType.dockerList, 404],
    ["the type", MediaType.ociIndex, 200],
    ["the type among others", `${MediaType.dockerList}, ${MediaType.ociIndex};q=0.5`, 200],
  ])("takes Accept at its word: %s", async (_, accept, status) => {
    const headers = accept === undefined ? {} : { accept };
    const answer = await ask(`${registry.url}/v2/acme/app/manifests/v1`, { headers });
    expect(answer.status).toBe(status);
    if (status === 404) expect(answer.codes).toEqual(["MANIFEST_UNKNOWN"]);
  });

  it("answers 304 to a matching If-None-Match", async () => {
    const headers = { "if-none-match": `"${image.root.digest}"` };
    expect((await askManifest(registry.url, "acme/app", "v1", { headers })).status).toBe(304);
  });

  it("says what is missing", async () => {
    const absent = `sha256:${"0".repeat(64)}`;
    expect(JSON.parse((await askManifest(registry.url, "acme/app", "v2")).text)).toEqual({
      errors: [{ code: "MANIFEST_UNKNOWN", message: "manifest unknown", detail: { Tag: "v2" } }],
    });
    expect(JSON.parse((await askManifest(registry.url, "acme/app", absent)).text)).toMatchObject({
      errors: [{ detail: { Name: "acme/app", Revision: absent } }],
    });
  });
});

describe("writing manifests", () => {
  it("refuses an image without its blobs, names each, and leaves the tag alone", async () => {
    const answer = await put("acme/empty", "v1", MediaType.ociManifest, childText);
    expect(answer.status).toBe(400);
    expect(new Set(answer.codes)).toEqual(new Set(["MANIFEST_BLOB_UNKNOWN"]));
    expect(answer.codes).toHaveLength(3);
    expect(registry.store.tags("acme/empty")).toEqual([]);
    expect(registry.store.manifests("acme/empty")).toEqual([]);
  });

  it("refuses an index without its children, even if another repository has them", async () => {
    const answer = await put("acme/empty", "v1", MediaType.ociIndex, Buffer.from(index.bytes));
    expect([answer.status, answer.codes]).toEqual([400, ["MANIFEST_BLOB_UNKNOWN", "MANIFEST_BLOB_UNKNOWN"]]);
  });

  it("takes a complete image, and then its tag", async () => {
    for (const { descriptor } of image.blobs)
      registry.store.mountBlob("acme/app", "acme/copy", descriptor.digest);
    const answer = await put("acme/copy", "v1", MediaType.ociManifest, childText);
    expect(answer.status).toBe(201);
    expect(answer.headers.get("docker-content-digest")).toBe(child.descriptor.digest);
    expect(answer.headers.get("location")).toBe(`/v2/acme/copy/manifests/${child.descriptor.digest}`);
    expect(registry.store.manifest("acme/copy", "v1")?.digest).toBe(child.descriptor.digest);
  });

  it.each([
    [
      "a digest that is not the content's",
      `sha256:${"0".repeat(64)}`,
      MediaType.ociManifest,
      childText,
      400,
      "DIGEST_INVALID",
    ],
    [
      "a type that contradicts the content",
      "x",
      MediaType.dockerManifest,
      childText,
      400,
      "MANIFEST_INVALID",
    ],
    ["an unsupported type", "x", MediaType.ociArtifact, childText, 400, "MANIFEST_INVALID"],
    ["no type", "x", "", childText, 400, "MANIFEST_INVALID"],
    ["no JSON", "x", MediaType.ociManifest, "nope", 400, "MANIFEST_INVALID"],
    [
      "an image called an index",
      "x",
      MediaType.ociIndex,
      '{"schemaVersion":2,"manifests":[],"layers":[]}',
      400,
      "MANIFEST_INVALID",
    ],
    ["schema 1", "x", MediaType.ociManifest, '{"schemaVersion":1}', 400, "MANIFEST_INVALID"],
    [
      "more than 4 MiB",
      "x",
      MediaType.ociManifest,
      childText + " ".repeat(4 * 1024 * 1024),
      413,
      "MANIFEST_INVALID",
    ],
  ])("refuses %s", async (_, reference, type, body, status, code) => {
    const answer = await put("acme/app", reference, type, body);
    expect([answer.status, answer.codes]).toEqual([status, [code]]);
    expect(registry.store.manifest("acme/app", "x")).toBeUndefined();
  });

  it("asks for no foreign layer, unless it allows none", async () => {
    const foreign = generateForeignImage("foreign", "https://layers.example/base");
    await using strict = await startRegistry({ manners: plainManners({ foreignLayers: false }) });
    for (const [to, status] of [
      [registry, 201],
      [strict, 500],
    ] as const) {
      for (const { bytes } of foreign.blobs) to.store.putBlob("win/base", bytes);
      const init = { method: "PUT", headers: { "content-type": MediaType.ociManifest } };
      const body = Buffer.from(foreign.manifests[0]?.bytes ?? []);
      expect((await ask(`${to.url}/v2/win/base/manifests/1`, { ...init, body })).status).toBe(status);
    }
  });

  it("deletes where it is allowed to, tags with their manifest", async () => {
    await using lenient = await startRegistry({ manners: plainManners({ deletes: true }) });
    const root = pushImage(lenient.store, "a", "v1", image);
    lenient.store.tag("a", "v2", root.digest);
    expect((await ask(`${lenient.url}/v2/a/manifests/v1`, { method: "DELETE" })).status).toBe(202);
    expect(lenient.store.tags("a")).toEqual(["v2"]);
    expect((await ask(`${lenient.url}/v2/a/manifests/${root.digest}`, { method: "DELETE" })).status).toBe(
      202,
    );
    expect(lenient.store.tags("a")).toEqual([]);
    expect((await ask(`${lenient.url}/v2/a/manifests/v1`, { method: "DELETE" })).codes).toEqual([
      "MANIFEST_UNKNOWN",
    ]);
  });

  it("keeps the digest header to itself where the manners say so", async () => {
    await using silent = await startRegistry({ manners: plainManners({ contentDigestHeader: false }) });
    pushImage(silent.store, "a", "v1", image);
    const answer = await askManifest(silent.url, "a", "v1");
    expect([answer.status, answer.headers.has("docker-content-digest")]).toEqual([200, false]);
  });
});
