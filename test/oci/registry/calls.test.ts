import { afterEach, describe, expect, it } from "vitest";
import { dockerHubManners } from "../../../sandbox/registry/docker-hub-manners.ts";
import { cutBeforeResponse, hang, status } from "../../../sandbox/registry/fault-acts.ts";
import { type RegistryOptions, startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { digestOf } from "../../../src/oci/digest.ts";
import { RegistryError } from "../../../src/oci/error.ts";
import { hasBlob } from "../../../src/oci/registry/blobs.ts";
import { getManifest, headManifest } from "../../../src/oci/registry/manifests.ts";
import { listTags } from "../../../src/oci/registry/tags.ts";
import { finishUpload, patchBlob, putBlob, startUpload } from "../../../src/oci/registry/uploads.ts";
import { flyingClock, heldClock, settled } from "../clocks.ts";
import { type ClientOptions, openClient } from "../open-client.ts";

const BYTES = Buffer.from('{"schemaVersion":2}');
const BLOB = { digest: digestOf(BYTES), size: BYTES.length };

const open: AsyncDisposable[] = [];
afterEach(() => Promise.all(open.splice(0).map((one) => one[Symbol.asyncDispose]())));

async function start(options: RegistryOptions = {}, clientOptions: ClientOptions = {}) {
  const server = await startRegistry(options);
  const client = openClient(server.url, clientOptions);
  open.push(client, server);
  server.store.putManifest("acme/app", "v1", "application/vnd.oci.image.manifest.v1+json", BYTES);
  return { server, client, repository: client.destination("acme/app") };
}

describe("a call", () => {
  it.each([
    [408, 3],
    [429, 3],
    [500, 3],
    [502, 3],
    [503, 3],
    [504, 3],
    [501, 1],
    [507, 1],
    [400, 1],
    [401, 1],
    [403, 1],
    [405, 1],
  ])("answered %i is made %i times", async (code, tries) => {
    const clock = flyingClock();
    const { server, repository } = await start({}, { clock });
    server.faults.add({ act: status(code), times: 9 });
    await expect(headManifest(repository, "v1")).rejects.toMatchObject({ status: code });
    expect(server.count()).toBe(tries);
    expect(clock.slept).toEqual([50, 100].slice(0, tries - 1));
  });

  it("succeeds in spite of two failures", async () => {
    const { server, repository } = await start();
    server.faults.add({ act: cutBeforeResponse });
    server.faults.add({ act: status(503) });
    expect(await headManifest(repository, "v1")).toBeDefined();
    expect(server.requests.map((request) => request.status)).toEqual([0, 503, 200]);
  });

  it("is made again where the registry is silent", async () => {
    const { server, repository } = await start({}, { timeouts: { headers: 50 } });
    server.faults.add({ act: hang });
    expect(await headManifest(repository, "v1")).toBeDefined();
    expect(server.count()).toBe(2);
  });

  it.each([
    ["seconds", () => "30", 30_000],
    ["a date", (now: number) => new Date(now + 30_000).toUTCString(), 30_000],
    ["a unix time", (now: number) => String(now / 1_000 + 30), 30_000],
  ])("waits as told, in %s", async (_, tell, expected) => {
    const now = Math.ceil(Date.now() / 1_000) * 1_000;
    const clock = flyingClock(now);
    const { server, repository } = await start({}, { clock });
    const headers = { "retry-after": tell(now), date: new Date(now).toUTCString() };
    server.faults.add({ act: status(429, { headers }) });
    await headManifest(repository, "v1");
    expect(clock.slept).toEqual([expected]);
  });

  it("waits as GHCR says in its words", async () => {
    const clock = flyingClock();
    const { server, repository } = await start({}, { clock });
    const message = "retry-after: 1.5s, allowed: 2000/minute";
    server.faults.add({ act: status(429, { body: { errors: [{ code: "TOOMANYREQUESTS", message }] } }) });
    await getManifest(repository, "v1");
    expect(clock.slept).toEqual([1_500]);
  });

  it("ends at once at Docker Hub's pull limit, and says how long it may last", async () => {
    const clock = flyingClock(Date.now());
    const manners = dockerHubManners({ limit: 1 });
    const { server, repository } = await start({ manners, auth: { kind: "none" } }, { clock });
    await getManifest(repository, "v1");
    await expect(getManifest(repository, "v1")).rejects.toMatchObject({
      code: "TOO_MANY_REQUESTS",
      retryAfter: 21_600_000,
      registryCode: "TOOMANYREQUESTS",
    });
    expect([clock.slept, server.count({ status: 429 })]).toEqual([[], 1]);
    // A HEAD is free, and is not made to wait.
    expect(await headManifest(repository, "v1")).toBeDefined();
  });

  it("finds 60 tags beyond Docker Hub's pull limit out with one request, until the limit is over", async () => {
    const clock = flyingClock(Date.now());
    const manners = dockerHubManners({ limit: 0 });
    const { server, client, repository } = await start({ manners, auth: { kind: "none" } }, { clock });
    const refused = await getManifest(repository, "v1").catch((reason: unknown) => reason);
    expect(refused).toMatchObject({ code: "TOO_MANY_REQUESTS", status: 429 });
    clock.advance(600_000);
    for (let tag = 1; tag < 60; tag++) {
      const { code, status: code429, registryCode, registryMessage } = refused as RegistryError;
      await expect(getManifest(client.source("acme/other"), `v${tag}`)).rejects.toMatchObject({
        code,
        status: code429,
        registryCode,
        registryMessage,
        message: expect.stringContaining((refused as RegistryError).message),
        retryAfter: 21_000_000,
      });
    }
    expect([clock.slept, server.count({ method: "GET" })]).toEqual([[], 1]);
    // What costs no pull goes on.
    expect(await headManifest(repository, "v1")).toBeDefined();
    expect(await hasBlob(repository, BLOB.digest)).toBe(false);
    expect(await listTags(repository)).toEqual(["v1"]);
    clock.advance(21_000_000);
    await expect(getManifest(repository, "v1")).rejects.toThrow();
    expect(server.count({ method: "GET", kind: "manifest" })).toBe(2);
  });

  it("says what was asked, and what the registry said", async () => {
    const { server, repository } = await start();
    const body = { errors: [{ code: "DENIED", message: "permission_denied: write_package" }] };
    server.faults.add({ act: status(403, { body }) });
    const error = await getManifest(repository, "v1").catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: "DENIED",
      message: `GET ${server.url}/v2/acme/app/manifests/v1: 403 DENIED: permission_denied: write_package`,
    });
  });
});

describe("a registry that asks to be left alone", () => {
  it("is left alone by everyone, uploads included", async () => {
    const clock = heldClock();
    const { server, client, repository } = await start({}, { clock });
    const upload = (await startUpload(repository)) ?? expect.fail("nothing to upload");
    server.faults.add({ act: status(429, { headers: { "retry-after": "30" } }) });
    const refused = headManifest(repository, "v1");
    await expect.poll(() => clock.sleepers).toBe(1);
    server.resetRequests();
    const others = [
      headManifest(client.source("library/redis"), "7"),
      putBlob(upload, BLOB, async (sink) => sink(BYTES)),
      startUpload(repository),
    ];
    await settled();
    expect([clock.sleepers, server.count()]).toEqual([4, 0]);
    await clock.advance(30_000);
    await Promise.all([refused, ...others]);
    expect(server.count()).toBe(4);
  });

  it("tells who listens of every wait", async () => {
    const told: unknown[] = [];
    const onWait = (milliseconds: number, { code }: RegistryError) => void told.push([milliseconds, code]);
    const { server, repository } = await start({}, { onWait });
    server.faults.add({ act: status(503), times: 2 });
    await headManifest(repository, "v1");
    expect(told).toEqual([
      [50, "UNAVAILABLE"],
      [100, "UNAVAILABLE"],
    ]);
  });
});

describe("a larger piece of work", () => {
  it("is not begun anew for a call that has had its tries", async () => {
    const { server, client, repository } = await start();
    server.faults.add({ act: status(503), times: 99 });
    const work = client.retry(() => headManifest(repository, "v1"), undefined);
    await expect(work).rejects.toMatchObject({ code: "UNAVAILABLE" });
    expect(server.count()).toBe(3);
  });

  it.each([
    ["an upload broke", new RegistryError("INTERRUPTED", "PUT: the connection broke")],
    ["the registry lost it", new RegistryError("NOT_FOUND", "x", { registryMessage: "blob upload unknown" })],
  ])("is begun anew where %s", async (_, error) => {
    const { client } = await start();
    let tries = 0;
    const attempt = async () => {
      if (++tries < 3) throw error;
    };
    await client.retry(attempt, undefined);
    expect(tries).toBe(3);
  });

  it("is begun anew where an upload in it could be made once only", async () => {
    const { server, client, repository } = await start();
    server.faults.add({ when: { method: "PUT" }, act: cutBeforeResponse, times: 2 });
    const upload = async () => {
      const opened = (await startUpload(repository)) ?? expect.fail("nothing to upload");
      await putBlob(opened, BLOB, BYTES);
    };
    await client.retry(upload, undefined);
    expect([server.count({ method: "POST" }), server.count({ method: "PUT" })]).toEqual([3, 3]);
  });

  it("is begun anew where the registry has lost the upload that it was about", async () => {
    const { server, client, repository } = await start();
    const body = { errors: [{ code: "BLOB_UPLOAD_UNKNOWN", message: "blob upload unknown to registry" }] };
    server.faults.add({ when: { method: "PUT" }, act: status(404, { body }), times: 3 });
    const upload = async () => {
      const opened = (await startUpload(repository)) ?? expect.fail("nothing to upload");
      await finishUpload(await patchBlob(opened, BLOB.size, BYTES), BLOB.digest);
    };
    await client.retry(upload, undefined);
    expect([server.count({ method: "POST" }), server.count({ method: "PUT" })]).toEqual([2, 4]);
  });
});
