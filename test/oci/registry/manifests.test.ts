import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import {
  corrupt,
  cutAfter,
  cutBeforeResponse,
  cutInsteadOfResponse,
  endlessBody,
  headerBomb,
  status,
  wrongDigestHeader,
} from "../../../sandbox/registry/fault-acts.ts";
import { plainManners } from "../../../sandbox/registry/plain-manners.ts";
import { startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { digestOf } from "../../../src/oci/digest.ts";
import { MANIFEST_ACCEPT, MediaType } from "../../../src/oci/media-type.ts";
import { getManifest, headManifest, putManifest } from "../../../src/oci/registry/manifests.ts";
import { openClient } from "../open-client.ts";
import { serve } from "../serve.ts";

const image = generateImage({ seed: "manifests", platforms: ["linux/amd64", "linux/arm64"] });
const server = await startRegistry();
const silent = await startRegistry({ manners: plainManners({ contentDigestHeader: false }) });
for (const { store } of [server, silent]) pushImage(store, "acme/app", "v1", image);
const client = openClient(server.url);
const repository = client.destination("acme/app");
const { digest, mediaType } = image.root;
const bytes = server.store.manifest("acme/app", "v1")?.bytes;

beforeEach(() => {
  server.faults.clear();
  server.resetRequests();
});
afterAll(() => Promise.all([client[Symbol.asyncDispose](), server.close(), silent.close()]));

function onManifest(act: Parameters<typeof server.faults.add>[0]["act"], times = 1): void {
  server.faults.add({ when: { kind: "manifest" }, act, times });
}

describe("headManifest", () => {
  it.each(["v1", digest])("finds %s, with one HEAD that accepts all types", async (reference) => {
    expect(await headManifest(repository, reference)).toEqual({ digest });
    expect(server.requests).toMatchObject([{ method: "HEAD", headers: { accept: MANIFEST_ACCEPT } }]);
  });

  it("finds that there is none", async () => {
    expect(await headManifest(repository, "v2")).toBeUndefined();
    expect(await headManifest(client.source("acme/nothing"), "v1")).toBeUndefined();
  });

  it("says so where a registry names no digest, or nonsense", async () => {
    await using other = openClient(silent.url);
    expect(await headManifest(other.source("acme/app"), "v1")).toEqual({ digest: undefined });
    onManifest(status(200, { headers: { "docker-content-digest": "sha256:../../x" } }));
    expect(await headManifest(repository, "v1")).toEqual({ digest: undefined });
  });

  it.each([
    [401, "UNAUTHORIZED"],
    [403, "DENIED"],
  ])("does not take %i for absence", async (code, expected) => {
    onManifest(status(code));
    await expect(headManifest(repository, "v1")).rejects.toMatchObject({ code: expected });
  });
});

describe("getManifest", () => {
  it.each(["v1", digest])("fetches %s as it is", async (reference) => {
    expect(await getManifest(repository, reference)).toEqual({ mediaType, digest, bytes });
    expect(server.requests).toMatchObject([{ method: "GET", headers: { accept: MANIFEST_ACCEPT } }]);
  });

  it("computes the digest where the registry names none", async () => {
    await using other = openClient(silent.url);
    expect((await getManifest(other.source("acme/app"), "v1")).digest).toBe(digest);
  });

  it.each<[string, string, string, Parameters<typeof onManifest>[0]]>([
    ["other bytes than its tag promised", "v1", "DIGEST_MISMATCH", corrupt],
    ["other bytes than asked for", digest, "DIGEST_MISMATCH", corrupt],
    ["a wrong Docker-Content-Digest", "v1", "DIGEST_MISMATCH", wrongDigestHeader],
    ["a body without end", "v1", "TOO_LARGE", endlessBody],
    ["a body beyond 4 MiB", "v1", "TOO_LARGE", status(200, { body: " ".repeat(4 * 1024 * 1024 + 1) })],
    ["a header bomb", "v1", "TOO_LARGE", headerBomb],
    ["404", "v1", "NOT_FOUND", status(404)],
  ])("refuses %s", async (_, reference, code, act) => {
    onManifest(act);
    const error = await getManifest(repository, reference).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code,
      message: expect.stringContaining(`${server.url}/v2/acme/app/manifests/`),
    });
    expect(server.count()).toBe(1);
  });

  it("does not mind a wrong Docker-Content-Digest where the digest asked for is right", async () => {
    onManifest(wrongDigestHeader);
    expect((await getManifest(repository, digest)).digest).toBe(digest);
  });

  it("takes 4 MiB", async () => {
    const body = `{"annotations":{"a":"${"x".repeat(4 * 1024 * 1024 - 24)}"}}`;
    expect(body).toHaveLength(4 * 1024 * 1024);
    onManifest(status(200, { body, headers: { "content-type": MediaType.ociManifest } }));
    expect((await getManifest(repository, "v1")).bytes).toHaveLength(4 * 1024 * 1024);
  });

  it.each([
    ["before the head", cutBeforeResponse],
    ["instead of the head", cutInsteadOfResponse],
    ["in the body", cutAfter(10)],
    ["503", status(503)],
  ])("tries again after a cut: %s", async (_, act) => {
    onManifest(act, 2);
    expect((await getManifest(repository, "v1")).digest).toBe(digest);
    expect(server.count()).toBe(3);
  });

  it("gives up after its tries", async () => {
    onManifest(cutAfter(10), 3);
    await expect(getManifest(repository, "v1")).rejects.toMatchObject({ code: "INTERRUPTED" });
    expect(server.count()).toBe(3);
  });

  it("ends with the signal's reason when it is stopped in the body", async () => {
    const started = Promise.withResolvers<void>();
    await using slow = await serve((_request, response) => void response.write("{", () => started.resolve()));
    await using other = openClient(slow.url);
    const controller = new AbortController();
    const getting = getManifest(other.source("a"), "v1", controller.signal);
    getting.catch(() => {});
    await started.promise;
    const reason = new Error("stopped");
    controller.abort(reason);
    await expect(getting).rejects.toBe(reason);
  });

  it.each([
    [`${MediaType.ociManifest}; charset=utf-8`, {}, MediaType.ociManifest],
    ["Application/VND.oci.image.index.v1+json", {}, MediaType.ociIndex],
    ["text/plain; charset=utf-8", { mediaType: MediaType.dockerManifest }, MediaType.dockerManifest],
    ["application/json", { manifests: [] }, MediaType.ociIndex],
    ["application/vnd.acme+json", {}, "application/vnd.acme+json"],
  ])("reads the type %j of %j as %s", async (type, body, expected) => {
    onManifest(status(200, { body: JSON.stringify(body), headers: { "content-type": type } }));
    expect((await getManifest(repository, "v1")).mediaType).toBe(expected);
  });
});

describe("putManifest", () => {
  const own = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: MediaType.ociIndex, manifests: [] }));
  const manifest = { mediaType: MediaType.ociIndex, digest: digestOf(own), bytes: own };

  it.each(["new", manifest.digest])("stores the bytes under %s", async (reference) => {
    await putManifest(repository, reference, manifest);
    expect(server.store.manifest("acme/app", reference)).toEqual(manifest);
    expect(server.requests).toMatchObject([
      { method: "PUT", headers: { "content-type": MediaType.ociIndex } },
    ]);
  });

  it("stores them once more where it is not known whether they arrived", async () => {
    onManifest(cutInsteadOfResponse);
    await putManifest(repository, "new", manifest);
    expect(server.count({ method: "PUT" })).toBe(2);
  });

  it.each([
    ["another digest", wrongDigestHeader, "DIGEST_MISMATCH", 1],
    [
      "that it misses content",
      status(400, { body: { errors: [{ code: "MANIFEST_BLOB_UNKNOWN" }] } }),
      "BLOB_UNKNOWN",
      1,
    ],
    ["that it is full", status(507), "NO_SPACE", 1],
    ["413", status(413), "TOO_LARGE", 1],
    ["403", status(403), "DENIED", 1],
    ["503", status(503), "UNAVAILABLE", 3],
  ] as const)("fails when the registry answers %s", async (_, act, code, tries) => {
    onManifest(act, tries);
    await expect(putManifest(repository, "new", manifest)).rejects.toMatchObject({ code, method: "PUT" });
    expect(server.count()).toBe(tries);
  });

  it("needs no digest in the answer", async () => {
    await using other = openClient(silent.url);
    await putManifest(other.destination("acme/app"), "new", manifest);
    expect(silent.store.manifest("acme/app", "new")).toEqual(manifest);
  });
});
