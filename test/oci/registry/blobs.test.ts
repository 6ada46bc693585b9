import { afterEach, describe, expect, it } from "vitest";
import { dockerHubManners } from "../../../sandbox/registry/docker-hub-manners.ts";
import {
  cutBeforeResponse,
  headerBomb,
  redirectLoop,
  redirectTo,
  status,
  truncate,
} from "../../../sandbox/registry/fault-acts.ts";
import { type SandboxRegistry, startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { digestOf } from "../../../src/oci/digest.ts";
import { hasBlob, openBlob } from "../../../src/oci/registry/blobs.ts";
import { type ClientOptions, loginAs, openClient } from "../open-client.ts";
import { serve } from "../serve.ts";
import { readStream } from "./read-stream.ts";

const BYTES = Buffer.from("hello world");
const ABSENT = digestOf(Buffer.from("absent"));

const open: AsyncDisposable[] = [];
afterEach(() => Promise.all(open.splice(0).map((one) => one[Symbol.asyncDispose]())));

/** A registry with one blob, and a client for it. */
async function start(options: Parameters<typeof startRegistry>[0] = {}, clientOptions: ClientOptions = {}) {
  const server: SandboxRegistry = await startRegistry(options);
  const client = openClient(server.url, clientOptions);
  open.push(client, server);
  const blob = server.store.putBlob("acme/app", BYTES);
  return { server, client, blob, repository: client.source("acme/app") };
}

describe("hasBlob", () => {
  it("asks with one HEAD", async () => {
    const { server, repository, blob } = await start();
    expect(await hasBlob(repository, blob.digest)).toBe(true);
    expect(await hasBlob(repository, ABSENT)).toBe(false);
    expect(server.requests.map(({ method, status }) => [method, status])).toEqual([
      ["HEAD", 200],
      ["HEAD", 404],
    ]);
  });

  it("does not take a refusal for absence", async () => {
    const { server, repository, blob } = await start();
    server.faults.add({ act: status(403) });
    await expect(hasBlob(repository, blob.digest)).rejects.toMatchObject({ code: "DENIED" });
  });
});

describe("openBlob", () => {
  it("gives the bytes, with one GET, and tells of each piece", async () => {
    const { server, repository, blob } = await start();
    const told: number[] = [];
    const stream = await openBlob(repository, blob, undefined, (bytes) => void told.push(bytes));
    expect(stream.received).toBe(0);
    expect(await readStream(stream)).toEqual(BYTES);
    expect([stream.received, stream.failure]).toEqual([BYTES.length, undefined]);
    expect(told.reduce((sum, bytes) => sum + bytes, 0)).toBe(BYTES.length);
    expect(server.requests).toMatchObject([{ method: "GET" }]);
    expect(server.requests[0]?.headers).not.toHaveProperty("range");
  });

  it("gives a blob of no bytes", async () => {
    const { server, repository } = await start();
    const empty = server.store.putBlob("acme/app", new Uint8Array());
    expect(await readStream(await openBlob(repository, empty))).toHaveLength(0);
  });

  it("takes a blob from storage elsewhere, without showing it a token", async () => {
    const manners = dockerHubManners();
    const users = { me: "secret" };
    const keychain = loginAs("me", "secret");
    const { server, repository, blob } = await start(
      { manners, auth: { kind: "token", users } },
      { keychain },
    );
    expect(await readStream(await openBlob(repository, blob))).toEqual(BYTES);
    const shown = (kind: "blob" | "cdn") =>
      server.requests.filter((request) => request.kind === kind).map(({ authorization }) => authorization);
    expect(shown("blob")).toEqual([undefined, expect.stringMatching(/^Bearer /)]);
    expect(shown("cdn")).toEqual([undefined]);
    expect(await hasBlob(repository, blob.digest)).toBe(true);
  });

  it("names storage that refuses, without its signature", async () => {
    const { server, repository, blob } = await start({ manners: dockerHubManners(), auth: { kind: "none" } });
    server.faults.add({ when: { kind: "cdn" }, act: status(403) });
    const error = await openBlob(repository, blob).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "DENIED", url: expect.stringContaining(blob.digest) });
    expect((error as Error).message).toMatch(/=…/);
    expect((error as Error).message).not.toMatch(/=[0-9a-f]{8}/);
  });

  it.each([
    ["a circle", redirectLoop, "REDIRECT"],
    ["nowhere", redirectTo(""), "REDIRECT"],
    ["a file", redirectTo("file:///etc/passwd"), "REDIRECT"],
  ])("does not follow a redirect to %s", async (_, act, code) => {
    const { server, repository, blob } = await start();
    server.faults.add({ when: { kind: "blob" }, act });
    await expect(openBlob(repository, blob)).rejects.toMatchObject({ code });
  });

  it.each([
    ["a header bomb", headerBomb, "TOO_LARGE", 1],
    ["404", status(404), "NOT_FOUND", 1],
    ["206", status(206), "REJECTED", 1],
    ["503", status(503), "UNAVAILABLE", 3],
    ["a cut before the head", cutBeforeResponse, "INTERRUPTED", 3],
  ])("fails for %s", async (_, act, code, tries) => {
    const { server, repository, blob } = await start();
    server.faults.add({ act, times: 9 });
    await expect(openBlob(repository, blob)).rejects.toMatchObject({ code });
    expect(server.count()).toBe(tries);
  });

  it.each([
    ["fewer", -1, "11 bytes came, 12 were promised"],
    ["more", 1, "more bytes came, 10 were promised"],
  ])("fails for %s bytes than promised", async (_, difference, words) => {
    const { repository, blob } = await start();
    const stream = await openBlob(repository, { ...blob, size: blob.size - difference });
    const error = await readStream(stream).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "SIZE_MISMATCH", message: expect.stringContaining(words) });
    expect(stream.failure).toBe(error);
  });

  it("does not take a clean answer with half of the blob for a break", async () => {
    const { server, repository, blob } = await start();
    server.faults.add({ act: truncate });
    await expect(readStream(await openBlob(repository, blob))).rejects.toMatchObject({
      code: "SIZE_MISMATCH",
    });
    expect(server.count()).toBe(1);
  });
});

describe("a stream nobody reads", () => {
  it("closes its connection when it is given up", async () => {
    await using server = await serve((_request, response) => void response.write("x"));
    const client = openClient(server.url);
    open.push(client);
    const stream = await openBlob(client.source("a"), { digest: ABSENT, size: 1_000 });
    expect(server.connections.size).toBe(1);
    stream.abandon();
    await expect.poll(() => server.connections.size).toBe(0);
  });

  it("is not read ahead while its reader is slow", async () => {
    const sent = { bytes: 0 };
    await using server = await serve((_request, response) => {
      const chunk = Buffer.alloc(64 * 1024);
      const write = () => {
        do sent.bytes += chunk.length;
        while (!response.destroyed && sent.bytes < 64 * 1024 * 1024 && response.write(chunk));
        if (!response.destroyed) response.once("drain", write);
      };
      write();
    });
    const client = openClient(server.url);
    open.push(client);
    const stream = await openBlob(client.source("a"), { digest: ABSENT, size: 64 * 1024 * 1024 });
    const reached = Promise.withResolvers<void>();
    let given = 0;
    const flowing = stream.flow((chunk) => {
      given += chunk.length;
      if (given < 1024 * 1024) return undefined;
      reached.resolve();
      return new Promise(() => {});
    });
    flowing.catch(() => {});
    await reached.promise;
    const read = stream.received;
    // The server goes on until the system's buffers between the two are full.
    let before = -1;
    const stands = () => {
      const stood = before === sent.bytes;
      before = sent.bytes;
      return stood;
    };
    await expect.poll(stands, { interval: 30 }).toBe(true);
    expect(stream.received).toBe(read);
    expect(read).toBeLessThan(1.1 * 1024 * 1024);
    expect(sent.bytes).toBeLessThan(32 * 1024 * 1024);
    stream.abandon();
  });

  it("ends with the signal's reason, which is not the source's failure", async () => {
    await using server = await serve((_request, response) => void response.write("x"));
    const client = openClient(server.url);
    open.push(client);
    const controller = new AbortController();
    const stream = await openBlob(client.source("a"), { digest: ABSENT, size: 1_000 }, controller.signal);
    const reason = new Error("stopped");
    const flowing = stream.flow((): undefined => controller.abort(reason) as undefined);
    await expect(flowing).rejects.toBe(reason);
    expect(stream.failure).toBeUndefined();
  });

  it("ends with what its reader throws, which is not the source's failure either", async () => {
    const { repository, blob } = await start();
    const stream = await openBlob(repository, blob);
    const reason = new Error("the destination broke");
    const flowing = stream.flow(() => {
      throw reason;
    });
    await expect(flowing).rejects.toBe(reason);
    expect(stream.failure).toBeUndefined();
  });
});
