import { createHash } from "node:crypto";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { cutRequestAfter } from "../../../sandbox/registry/fault-acts.ts";
import { ghcrManners } from "../../../sandbox/registry/ghcr-manners.ts";
import { plainManners } from "../../../sandbox/registry/plain-manners.ts";
import { startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { type Digest, digestOf } from "../../../src/oci/digest.ts";
import { ask, beginUpload, locationOf, pushBlob, withDigest } from "./wire.ts";

const registry = await startRegistry();
afterAll(() => registry.close());
beforeEach(() => registry.faults.clear());

const hello = Buffer.from("hello");
const digest = digestOf(hello);
const patch = (body: string, headers: Record<string, string> = {}) => ({
  method: "PATCH",
  body: Buffer.from(body),
  headers: { "content-type": "application/octet-stream", ...headers },
});

describe("an upload", () => {
  it("is POST and one PUT", async () => {
    const answer = await pushBlob(registry.url, "put", hello);
    expect(answer.status).toBe(201);
    expect(answer.headers.get("docker-content-digest")).toBe(digest);
    expect(answer.headers.get("location")).toBe(`/v2/put/blobs/${digest}`);
    expect(registry.store.hasBlob("put", digest)).toBe(true);
    expect(registry.openUploads).toBe(0);
  });

  it("is POST, PATCHes and an empty PUT, each at the location of the step before", async () => {
    const first = await beginUpload(registry.url, "patch");
    const second = await ask(first, patch("hel"));
    expect([second.status, second.headers.get("range")]).toEqual([202, "0-2"]);
    const third = await ask(
      locationOf(registry.url, second.headers),
      patch("lo", { "content-range": "3-4" }),
    );
    expect([third.status, third.headers.get("range")]).toEqual([202, "0-4"]);
    const done = await ask(withDigest(locationOf(registry.url, third.headers), digest), { method: "PUT" });
    expect(done.status).toBe(201);
    expect((await ask(`${registry.url}/v2/patch/blobs/${digest}`)).text).toBe("hello");
  });

  it("is refused at the location of an earlier step", async () => {
    const first = await beginUpload(registry.url, "stale");
    await ask(first, patch("hel"));
    const stale = await ask(first, patch("lo"));
    expect([stale.status, stale.codes]).toEqual([404, ["BLOB_UPLOAD_INVALID"]]);
  });

  it("is refused without the state of its location, or after it was cancelled", async () => {
    const location = await beginUpload(registry.url, "gone");
    const bare = location.slice(0, location.indexOf("?"));
    expect((await ask(bare, patch("x"))).codes).toEqual(["BLOB_UPLOAD_INVALID"]);
    expect((await ask(location, { method: "DELETE" })).status).toBe(204);
    expect((await ask(location, patch("x"))).codes).toEqual(["BLOB_UPLOAD_UNKNOWN"]);
  });

  it("with a wrong digest is refused, stores nothing, and can still be completed", async () => {
    const location = await beginUpload(registry.url, "wrong");
    const { headers } = await ask(location, patch("hello"));
    const next = locationOf(registry.url, headers);
    const answer = await ask(withDigest(next, digestOf(Buffer.from("other"))), { method: "PUT" });
    expect([answer.status, answer.codes]).toEqual([400, ["DIGEST_INVALID"]]);
    expect(registry.store.blobs("wrong")).toEqual([]);
    expect((await ask(withDigest(next, digest), { method: "PUT" })).status).toBe(201);
  });

  it.each([
    ["", "digest missing"],
    ["&digest=zzz", "digest parsing failed"],
  ])("needs a digest: %j", async (query, detail) => {
    const location = await beginUpload(registry.url, "nodigest");
    const answer = await ask(`${location}${query}`, { method: "PUT", body: hello });
    expect(JSON.parse(answer.text)).toMatchObject({ errors: [{ code: "DIGEST_INVALID", detail }] });
  });

  it.each([
    ["", digestOf(new Uint8Array())],
    ["hello", `sha512:${createHash("sha512").update("hello").digest("hex")}`],
  ])("may be of %j and have the digest %s", async (text, asked) => {
    const one = await beginUpload(registry.url, "odd");
    expect((await ask(withDigest(one, asked), { method: "PUT", body: text })).status).toBe(201);
    const two = await ask(await beginUpload(registry.url, "odd"), patch(text));
    const next = withDigest(locationOf(registry.url, two.headers), asked);
    expect((await ask(next, { method: "PUT" })).status).toBe(201);
    expect(registry.store.hasBlob("odd", asked as Digest)).toBe(true);
  });

  it("can be one POST", async () => {
    const url = `${registry.url}/v2/mono/blobs/uploads/?digest=${digest}`;
    expect((await ask(url, { method: "POST", body: hello })).status).toBe(201);
    const wrong = `${registry.url}/v2/mono/blobs/uploads/?digest=${digestOf(Buffer.from("x"))}`;
    expect((await ask(wrong, { method: "POST", body: hello })).codes).toEqual(["DIGEST_INVALID"]);
    expect(registry.store.blobs("mono")).toEqual([digest]);
  });

  it.each(["1-5", "0-3", "nonsense"])("of a part must be where it says: %s", async (range) => {
    const location = await beginUpload(registry.url, "range");
    const answer = await ask(location, patch("hello", { "content-range": range }));
    expect([answer.status, answer.codes]).toEqual([416, ["RANGE_INVALID"]]);
  });

  it("by PATCH must be an octet stream", async () => {
    const location = await beginUpload(registry.url, "type");
    expect((await ask(location, patch("x", { "content-type": "text/plain" }))).status).toBe(500);
  });

  it("tells how far it is", async () => {
    const { headers } = await ask(await beginUpload(registry.url, "status"), patch("hel"));
    const answer = await ask(locationOf(registry.url, headers));
    expect([answer.status, answer.headers.get("range")]).toEqual([204, "0-2"]);
  });
});

describe("an upload that broke off", () => {
  async function breakOff(url: string): Promise<string> {
    const location = await beginUpload(url, "broken");
    await expect(ask(location, patch("hello"))).rejects.toThrow();
    return location;
  }

  it("cannot be resumed at docker-registry 2.8.2", async () => {
    registry.faults.add({ when: { method: "PATCH" }, act: cutRequestAfter(3) });
    const answer = await ask(await breakOff(registry.url));
    expect([answer.status, answer.codes]).toEqual([404, ["BLOB_UPLOAD_INVALID"]]);
  });

  it("goes on where it was, at a registry that lets it", async () => {
    await using modern = await startRegistry({ manners: plainManners({ resumableUploads: true }) });
    modern.faults.add({ when: { method: "PATCH" }, act: cutRequestAfter(3) });
    const status = await ask(await breakOff(modern.url));
    expect([status.status, status.headers.get("range")]).toEqual([204, "0-2"]);
    const rest = await ask(locationOf(modern.url, status.headers), patch("lo"));
    const done = await ask(withDigest(locationOf(modern.url, rest.headers), digest), { method: "PUT" });
    expect(done.status).toBe(201);
  });
});

describe("a mount", () => {
  const manners = [
    ["plain", {}, "from", 201],
    ["plain", {}, "to", 202],
    ["plain", {}, "nowhere", 202],
    ["plain", {}, "", 202],
    ["without mounts", { mount: false }, "from", 202],
    ["without self mounts", { selfMount: false }, "from", 201],
  ] as const;

  it.each(manners)("at a registry %s (%o) from %j answers %i", async (_, variation, from, status) => {
    await using at = await startRegistry({ manners: plainManners(variation) });
    at.store.putBlob("from", hello);
    const url = `${at.url}/v2/to/blobs/uploads/?mount=${digest}&from=${from}`;
    const answer = await ask(url, { method: "POST" });
    expect(answer.status).toBe(status);
    expect(at.store.hasBlob("to", digest)).toBe(status === 201);
    expect(at.openUploads).toBe(status === 202 ? 1 : 0);
  });

  it.each([
    [true, 201],
    [false, 202],
  ])("from the repository itself (selfMount: %s) answers %i", async (selfMount, status) => {
    await using at = await startRegistry({ manners: plainManners({ selfMount }) });
    at.store.putBlob("a", hello);
    const url = `${at.url}/v2/a/blobs/uploads/?mount=${digest}&from=a`;
    expect((await ask(url, { method: "POST" })).status).toBe(status);
    expect(at.requests[0]?.reference).toBe(digest);
  });
});

describe("manners of uploads", () => {
  it("putBody: false wants PATCH", async () => {
    await using at = await startRegistry({ manners: plainManners({ putBody: false }) });
    const answer = await pushBlob(at.url, "a", hello);
    expect([answer.status, answer.codes]).toEqual([400, ["BLOB_UPLOAD_INVALID"]]);
    const { headers } = await ask(await beginUpload(at.url, "a"), patch("hello"));
    const done = await ask(withDigest(locationOf(at.url, headers), digest), { method: "PUT" });
    expect(done.status).toBe(201);
  });

  it("verifiesDigest: false takes anything", async () => {
    await using at = await startRegistry({ manners: plainManners({ verifiesDigest: false }) });
    const wrong = digestOf(Buffer.from("other"));
    const location = await beginUpload(at.url, "a");
    expect((await ask(withDigest(location, wrong), { method: "PUT", body: hello })).status).toBe(201);
    expect((await ask(`${at.url}/v2/a/blobs/${wrong}`)).text).toBe("hello");
  });

  it("absoluteLocation: true names the host", async () => {
    await using at = await startRegistry({ manners: plainManners({ absoluteLocation: true }) });
    const answer = await ask(`${at.url}/v2/a/blobs/uploads/`, { method: "POST" });
    expect(answer.headers.get("location")).toContain(`${at.url}/v2/a/blobs/uploads/`);
  });

  it("GHCR takes a big PATCH only without a Content-Range", async () => {
    await using ghcr = await startRegistry({ manners: ghcrManners(), auth: { kind: "none" } });
    const size = 4 * 1024 * 1024 + 1;
    const body = "x".repeat(size);
    const ranged = patch(body, { "content-range": `0-${size - 1}` });
    expect((await ask(await beginUpload(ghcr.url, "acme/a"), ranged)).status).toBe(416);
    expect((await ask(await beginUpload(ghcr.url, "acme/a"), patch(body))).status).toBe(202);
  });

  it("a sink hashes and throws away", async () => {
    await using at = await startRegistry();
    at.store.uploadMode = "sink";
    expect((await pushBlob(at.url, "a", hello)).status).toBe(201);
    const head = await ask(`${at.url}/v2/a/blobs/${digest}`, { method: "HEAD" });
    expect(head.headers.get("content-length")).toBe("5");
    expect((await ask(`${at.url}/v2/a/blobs/${digest}`)).text).toContain("sink mode");
    const location = await beginUpload(at.url, "a");
    const wrong = withDigest(location, digestOf(Buffer.from("x")));
    expect((await ask(wrong, { method: "PUT", body: hello })).codes).toEqual(["DIGEST_INVALID"]);
  });
});
