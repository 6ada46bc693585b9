import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateArtifact } from "../../../sandbox/images/generate-artifact.ts";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { generateForeignImage } from "../../../sandbox/images/generate-odd-image.ts";
import { plainManners } from "../../../sandbox/registry/plain-manners.ts";
import { type SandboxRegistry, startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { digestOf } from "../../../src/oci/digest.ts";
import { MediaType } from "../../../src/oci/media-type.ts";
import { onPath } from "../on-path.ts";
import { type DockerRegistry, startDockerRegistry } from "../start-docker-registry.ts";
import { type Answer, ask, askManifest, beginUpload, locationOf, pushBlob, withDigest } from "./wire.ts";

const hello = Buffer.from("hello");
const digest = digestOf(hello);
const absent = digestOf(Buffer.from("absent"));
const image = generateImage({ seed: "agree", platforms: ["linux/amd64", "linux/arm64"] });
const artifact = generateArtifact({ seed: "agree", subject: image.root });
const foreign = generateForeignImage("agree", "https://layers.example/base");
const octets = { "content-type": "application/octet-stream" };

/**
 * What is asked of both registries, in this order; each must answer with the same status, codes and headers.
 */
const CONVERSATION: readonly (readonly [string, (url: string) => Promise<Answer>])[] = [
  ["ping", (url) => ask(`${url}/v2/`)],
  ["a name in capitals", (url) => askManifest(url, "Foo", "v1")],
  ["a tag list of nothing", (url) => ask(`${url}/v2/foo/tags/list`)],
  ["an absent tag", (url) => askManifest(url, "foo", "v1")],
  ["an absent digest", (url) => askManifest(url, "foo", absent)],
  ["an impossible tag", (url) => askManifest(url, "foo", "-v1")],
  ["an absent blob", (url) => ask(`${url}/v2/foo/blobs/${absent}`)],
  ["a malformed digest", (url) => ask(`${url}/v2/foo/blobs/sha256:abc`)],
  ["referrers", (url) => ask(`${url}/v2/foo/referrers/${digest}`)],
  ["deleting", (url) => ask(`${url}/v2/foo/manifests/${absent}`, { method: "DELETE" })],
  ["a method that is not there", (url) => ask(`${url}/v2/foo/tags/list`, { method: "POST" })],
  ["a blob", (url) => pushBlob(url, "foo", hello)],
  ["its head", (url) => ask(`${url}/v2/foo/blobs/${digest}`, { method: "HEAD" })],
  ["a range of it", (url) => ask(`${url}/v2/foo/blobs/${digest}`, { headers: { range: "bytes=1-2" } })],
  ["the blob elsewhere", (url) => ask(`${url}/v2/bar/blobs/${digest}`)],
  ["a mount", (url) => mount(url, "bar", "foo")],
  ["a mount from itself", (url) => mount(url, "foo", "foo")],
  ["a mount of what is not there", (url) => mount(url, "baz", "nowhere")],
  ["a tag list of blobs", (url) => ask(`${url}/v2/bar/tags/list`)],
  ["a wrong digest", async (url) => ask(withDigest(await beginUpload(url, "foo"), absent), put(hello))],
  ["no digest", async (url) => ask(await beginUpload(url, "foo"), put(hello))],
  ["a patch", async (url) => ask(await beginUpload(url, "foo"), patch)],
  ["a patch at an old location", stalePatch],
  ["the state at an old location", staleStatus],
  ["a cancelled upload", cancelled],
  ["a patch of text", async (url) => ask(await beginUpload(url, "foo"), { method: "PATCH", body: "text" })],
  ["an image without blobs", (url) => putManifest(url, "v1", 0)],
  ["an index without images", (url) => putManifest(url, "v1", 2)],
  ["an image, after its blobs", (url) => pushBlobs(url).then(() => putManifest(url, undefined, 0))],
  ["a tag list of untagged images", (url) => ask(`${url}/v2/foo/tags/list`)],
  ["the other image", (url) => putManifest(url, undefined, 1)],
  ["the index", (url) => putManifest(url, "v1", 2)],
  ["a tag list", (url) => ask(`${url}/v2/foo/tags/list`)],
  ["the index by tag", (url) => askManifest(url, "foo", "v1")],
  ["the index as anything", (url) => ask(`${url}/v2/foo/manifests/v1`, { headers: { accept: "*/*" } })],
  [
    "the index as an image",
    (url) => ask(`${url}/v2/foo/manifests/v1`, { headers: { accept: MediaType.ociManifest } }),
  ],
  [
    "the wrong digest of an image",
    (url) => putBytes(url, absent, MediaType.ociManifest, image.manifests[0]?.bytes),
  ],
  ["an image as Docker's", (url) => putBytes(url, "v2", MediaType.dockerManifest, image.manifests[0]?.bytes)],
  [
    "an image as an artifact manifest",
    (url) => putBytes(url, "v2", MediaType.ociArtifact, image.manifests[0]?.bytes),
  ],
  ["no JSON", (url) => putBytes(url, "v2", MediaType.ociManifest, hello)],
  ["an artifact", (url) => putBytes(url, "art", MediaType.ociManifest, artifact.manifests[0]?.bytes)],
  ["a foreign layer", (url) => putBytes(url, "win", MediaType.ociManifest, foreign.manifests[0]?.bytes)],
];

describe.skipIf(!onPath("docker-registry"))("docker-registry and its double", () => {
  let real: DockerRegistry;
  let double: SandboxRegistry;

  beforeAll(async () => {
    real = await startDockerRegistry();
    double = await startRegistry({ manners: plainManners({ foreignLayers: false, absoluteLocation: true }) });
  });

  afterAll(() => Promise.all([real[Symbol.asyncDispose](), double.close()]));

  it.each(CONVERSATION)("agree about %s", async (_, step) => {
    const expected = essence(await step(real.url), real.url);
    expect(essence(await step(double.url), double.url)).toEqual(expected);
  });
});

/** What a client goes by, without what cannot be equal. */
function essence({ status, headers, text, codes }: Answer, url: string) {
  const names = [
    "content-type",
    "docker-content-digest",
    "range",
    "content-range",
    "etag",
    "accept-ranges",
    "allow",
  ];
  const location = headers
    .get("location")
    ?.replace(url, "")
    .replace(/uploads\/.*/, "uploads/…");
  const body = codes.length > 0 || status === 200 || status === 206 ? "" : text;
  return { status, codes: [...new Set(codes)], location, body, ...pick(headers, names) };
}

function pick(headers: Headers, names: readonly string[]) {
  return Object.fromEntries(names.map((name) => [name, headers.get(name)]));
}

const patch = { method: "PATCH", body: hello, headers: octets };

function put(body: Uint8Array<ArrayBuffer>) {
  return { method: "PUT", body };
}

function mount(url: string, to: string, from: string) {
  return ask(`${url}/v2/${to}/blobs/uploads/?mount=${digest}&from=${from}`, { method: "POST" });
}

async function stalePatch(url: string) {
  const location = await beginUpload(url, "foo");
  await ask(location, patch);
  return ask(location, patch);
}

async function staleStatus(url: string) {
  const location = await beginUpload(url, "foo");
  const { headers } = await ask(location, patch);
  const fresh = await ask(locationOf(url, headers));
  const stale = await ask(location);
  return { ...stale, text: `${fresh.status} ${fresh.headers.get("range")}` };
}

async function cancelled(url: string) {
  const location = await beginUpload(url, "foo");
  const { status } = await ask(location, { method: "DELETE" });
  const after = await ask(location, patch);
  return { ...after, text: String(status) };
}

async function pushBlobs(url: string) {
  for (const { bytes } of [...image.blobs, ...artifact.blobs, ...foreign.blobs]) {
    await pushBlob(url, "foo", Uint8Array.from(bytes));
  }
}

function putManifest(url: string, tag: string | undefined, index: number) {
  const manifest = image.manifests[index];
  const { digest: own = "", mediaType = "" } = manifest?.descriptor ?? {};
  return putBytes(url, tag ?? own, mediaType, manifest?.bytes);
}

function putBytes(url: string, reference: string, type: string, bytes: Uint8Array = new Uint8Array()) {
  const init = { method: "PUT", headers: { "content-type": type }, body: Uint8Array.from(bytes) };
  return ask(`${url}/v2/foo/manifests/${reference}`, init);
}
