import { afterAll, describe, expect, it } from "vitest";
import { plainManners } from "../../../sandbox/registry/plain-manners.ts";
import { startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { digestOf } from "../../../src/oci/digest.ts";
import { ask } from "./wire.ts";

const registry = await startRegistry();
afterAll(() => registry.close());

const { digest } = registry.store.putBlob("a", Buffer.from("hello"));
const url = `${registry.url}/v2/a/blobs/${digest}`;

describe("blobs", () => {
  it("come whole, with everything a client may cache by", async () => {
    const answer = await ask(url);
    expect([answer.status, answer.text]).toEqual([200, "hello"]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "accept-ranges": "bytes",
      "content-length": "5",
      "content-type": "application/octet-stream",
      "docker-content-digest": digest,
      etag: `"${digest}"`,
    });
  });

  it("answer HEAD without a body", async () => {
    const answer = await ask(url, { method: "HEAD" });
    expect([answer.status, answer.headers.get("content-length"), answer.text]).toEqual([200, "5", ""]);
  });

  it.each([
    ["bytes=1-2", 206, "el", "bytes 1-2/5"],
    ["bytes=3-", 206, "lo", "bytes 3-4/5"],
    ["bytes=-2", 206, "lo", "bytes 3-4/5"],
    ["bytes=-9", 206, "hello", "bytes 0-4/5"],
    ["bytes=0-99", 206, "hello", "bytes 0-4/5"],
    ["bytes=0-0,2-2", 200, "hello", null],
    ["bytes=5-", 416, expect.any(String), "bytes */5"],
    ["bytes=4-2", 416, expect.any(String), "bytes */5"],
    ["items=0-1", 416, expect.any(String), "bytes */5"],
  ])("in ranges: %s", async (range, status, text, contentRange) => {
    const answer = await ask(url, { headers: { range } });
    expect([answer.status, answer.text, answer.headers.get("content-range")]).toEqual([
      status,
      text,
      contentRange,
    ]);
  });

  it("belong to a repository, though they are stored once", async () => {
    const answer = await ask(`${registry.url}/v2/b/blobs/${digest}`);
    expect([answer.status, answer.codes]).toEqual([404, ["BLOB_UNKNOWN"]]);
  });

  it("may have no bytes", async () => {
    const empty = registry.store.putBlob("a", new Uint8Array());
    const answer = await ask(`${registry.url}/v2/a/blobs/${empty.digest}`);
    expect([answer.status, answer.headers.get("content-length"), answer.text]).toEqual([200, "0", ""]);
  });

  it("are deleted where the manners allow it", async () => {
    await using lenient = await startRegistry({ manners: plainManners({ deletes: true }) });
    lenient.store.putBlob("a", Buffer.from("hello"));
    expect((await ask(`${lenient.url}/v2/a/blobs/${digest}`, { method: "DELETE" })).status).toBe(202);
    expect(lenient.store.hasBlob("a", digest)).toBe(false);
    expect((await ask(url, { method: "DELETE" })).codes).toEqual(["UNSUPPORTED"]);
  });
});

describe("virtual blobs", () => {
  const MiB = 1024 * 1024;
  const chunk = new Uint8Array(MiB).map((_, index) => index % 251);
  function* chunks() {
    for (let index = 0; index < 40; index += 1) yield chunk;
  }

  it("are served from their generator, whole and in ranges across chunks", async () => {
    const blob = registry.store.putVirtualBlob("v", { size: 40 * MiB, chunks });
    const whole = Buffer.concat([...chunks()]);
    expect(blob.digest).toBe(digestOf(whole));
    const response = await fetch(`${registry.url}/v2/v/blobs/${blob.digest}`);
    expect(digestOf(new Uint8Array(await response.arrayBuffer()))).toBe(blob.digest);
    const range = await fetch(`${registry.url}/v2/v/blobs/${blob.digest}`, {
      headers: { range: `bytes=${MiB - 2}-${MiB + 1}` },
    });
    expect(Buffer.from(await range.arrayBuffer())).toEqual(whole.subarray(MiB - 2, MiB + 2));
  });

  it("stop being generated when the client goes away", async () => {
    const stopped = Promise.withResolvers<string>();
    function* endless() {
      try {
        for (;;) yield chunk;
      } finally {
        stopped.resolve("stopped");
      }
    }
    const blob = registry.store.putVirtualBlob("v", { size: 1e15, chunks: endless, digest: digestOf(chunk) });
    const abort = new AbortController();
    const response = await fetch(`${registry.url}/v2/v/blobs/${blob.digest}`, { signal: abort.signal });
    await response.body?.getReader().read();
    abort.abort();
    expect(await stopped.promise).toBe("stopped");
  });
});
