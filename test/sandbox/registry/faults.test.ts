import { request } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import {
  before,
  corrupt,
  cutAfter,
  cutBeforeResponse,
  cutInsteadOfResponse,
  cutRequestAfter,
  endlessBody,
  hang,
  headerBomb,
  locationOn,
  redirectLoop,
  redirectTo,
  status,
  truncate,
  wrongDigestHeader,
} from "../../../sandbox/registry/fault-acts.ts";
import type { FaultAct, FaultMatch } from "../../../sandbox/registry/faults.ts";
import { type SandboxRegistry, startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { ask, beginUpload } from "./wire.ts";

const open: SandboxRegistry[] = [];
afterEach(() => Promise.all(open.splice(0).map((registry) => registry.close())));

async function faulty(act: FaultAct, when: FaultMatch = { kind: "blob" }) {
  const registry = await startRegistry();
  open.push(registry);
  const { digest } = registry.store.putBlob("a", Buffer.from("hello world"));
  registry.faults.add({ when, act });
  return { registry, url: `${registry.url}/v2/a/blobs/${digest}` };
}

/** Bytes that arrive before the connection breaks. */
function receivedBeforeCut(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request(url, (response) => {
      let text = "";
      response.on("data", (chunk) => (text += chunk));
      response.on("error", () => resolve(text));
      response.on("end", () => reject(new Error("the response was complete")));
    })
      .on("error", reject)
      .end();
  });
}

describe("which requests meet a fault", () => {
  it("the first that matches, once, and then no more", async () => {
    const { registry, url } = await faulty(status(503));
    expect((await ask(`${registry.url}/v2/`)).status).toBe(200);
    expect([(await ask(url)).status, (await ask(url)).status]).toEqual([503, 200]);
    expect([registry.faults.fired, registry.faults.pending]).toEqual([1, []]);
  });

  it("the nth, and as many times as it says", async () => {
    const { registry, url } = await faulty(status(200));
    registry.faults.clear();
    registry.faults.add({ when: { kind: "blob", nth: 2 }, times: 2, act: status(500) });
    const statuses = [];
    for (let index = 0; index < 4; index += 1) statuses.push((await ask(url)).status);
    expect(statuses).toEqual([200, 500, 500, 200]);
  });

  it("rules in the order in which they were added", async () => {
    const { registry, url } = await faulty(status(500));
    registry.faults.add({ act: status(502) });
    expect([(await ask(url)).status, (await ask(url)).status]).toEqual([500, 502]);
  });

  it.each([
    [{ method: "HEAD" }, 200],
    [{ repository: "b" }, 200],
    [{ reference: "latest" }, 200],
    [{ kind: "blob", method: "GET", repository: "a" }, 500],
    [{}, 500],
  ] satisfies [FaultMatch, number][])("matching %o: %i", async (when, expected) => {
    const { url } = await faulty(status(500), when);
    expect((await ask(url)).status).toBe(expected);
  });
});

describe("acts", () => {
  it("status: with headers and a body", async () => {
    const body = { errors: [{ code: "TOOMANYREQUESTS", message: "retry-after: 10.3ms" }] };
    const { url, registry } = await faulty(status(429, { headers: { "retry-after": "7" }, body }));
    const answer = await ask(url);
    expect([answer.status, answer.headers.get("retry-after"), answer.codes]).toEqual([
      429,
      "7",
      ["TOOMANYREQUESTS"],
    ]);
    expect(registry.requests[0]?.status).toBe(429);
  });

  it.each([0, 5])("cutAfter: %i bytes arrive, then the connection breaks", async (bytes) => {
    const { url } = await faulty(cutAfter(bytes));
    expect(await receivedBeforeCut(url)).toBe("hello world".slice(0, bytes));
    expect((await ask(url)).text).toBe("hello world");
  });

  it("cutBeforeResponse: nothing is answered, nothing is done", async () => {
    const { registry } = await faulty(cutBeforeResponse, { method: "POST" });
    await expect(beginUpload(registry.url, "a")).rejects.toThrow();
    expect([registry.openUploads, registry.requests[0]?.status]).toEqual([0, 0]);
  });

  it("cutInsteadOfResponse: nothing is answered, everything is done", async () => {
    const { registry } = await faulty(cutInsteadOfResponse, { method: "POST" });
    await expect(beginUpload(registry.url, "a")).rejects.toThrow();
    expect(registry.openUploads).toBe(1);
  });

  it("cutRequestAfter: so many bytes of the request are read", async () => {
    const { registry } = await faulty(cutRequestAfter(4), { method: "PATCH" });
    const location = await beginUpload(registry.url, "a");
    await expect(ask(location, { method: "PATCH", body: Buffer.alloc(1_000_000) })).rejects.toThrow();
    expect(registry.requests.at(-1)?.status).toBe(0);
  });

  it("corrupt: the same length, other bytes", async () => {
    const { url } = await faulty(corrupt);
    const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
    expect(bytes).toHaveLength(11);
    expect(bytes.subarray(1).toString()).toBe("ello world");
    expect(bytes[0]).not.toBe("h".charCodeAt(0));
  });

  it("truncate: half of it, as if that were all", async () => {
    const { url } = await faulty(truncate);
    const answer = await ask(url);
    expect([answer.text, answer.headers.get("content-length")]).toEqual(["hello", "5"]);
  });

  it("hang: no answer until the registry is closed", async () => {
    const { registry, url } = await faulty(hang);
    const answer = ask(url);
    await ask(`${registry.url}/v2/`);
    await registry.close();
    await expect(answer).rejects.toThrow();
  });

  it("redirectTo: another address", async () => {
    const { url } = await faulty(redirectTo("http://elsewhere.example/x"));
    const answer = await ask(url);
    expect([answer.status, answer.headers.get("location")]).toEqual([307, "http://elsewhere.example/x"]);
  });

  it("redirectLoop: for ever", async () => {
    const { registry, url } = await faulty(redirectLoop);
    await expect(fetch(url)).rejects.toThrow();
    expect(registry.count({ status: 307 })).toBeGreaterThan(10);
  });

  it("endlessBody: more than any blob has, without a length", async () => {
    const { url } = await faulty(endlessBody);
    const response = await fetch(url);
    expect(response.headers.has("content-length")).toBe(false);
    let size = 0;
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > 10_000_000) break;
    }
    expect(size).toBeGreaterThan(10_000_000);
  });

  it("headerBomb: more headers than a client takes", async () => {
    const { url } = await faulty(headerBomb);
    await expect(fetch(url)).rejects.toThrow();
  });

  it("wrongDigestHeader: a digest, not the content's", async () => {
    const { url } = await faulty(wrongDigestHeader);
    const answer = await ask(url);
    expect(answer.headers.get("docker-content-digest")).toBe(`sha256:${"0".repeat(64)}`);
    expect(answer.text).toBe("hello world");
  });

  it("locationOn: the upload goes on elsewhere", async () => {
    const { registry } = await faulty(locationOn("http://elsewhere.example:81/ignored"), { method: "POST" });
    expect(await beginUpload(registry.url, "a")).toMatch(
      /^http:\/\/elsewhere\.example:81\/v2\/a\/blobs\/uploads\//,
    );
  });

  it("before: the world changes first", async () => {
    const { registry, url } = await faulty(status(500));
    registry.faults.clear();
    const digest = registry.store.blobs("a")[0];
    registry.faults.add({ act: before(() => void (digest && registry.store.deleteBlob("a", digest))) });
    expect((await ask(url)).codes).toEqual(["BLOB_UNKNOWN"]);
  });
});
