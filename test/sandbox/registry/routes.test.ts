import { afterAll, describe, expect, it } from "vitest";
import { ghcrManners } from "../../../sandbox/registry/ghcr-manners.ts";
import { startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { ask } from "./wire.ts";

const registry = await startRegistry();
afterAll(() => registry.close());

describe("routes", () => {
  it("answers a ping with the version header", async () => {
    const answer = await ask(`${registry.url}/v2/`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("docker-distribution-api-version")).toBe("registry/2.0");
    expect(JSON.parse(answer.text)).toEqual({});
  });

  it.each([
    ["GET", "/nope"],
    ["GET", "/v2/Upper/manifests/latest"],
    ["GET", "/v2/a//b/tags/list"],
    ["GET", "/v2/-a/tags/list"],
    ["GET", "/v2/a/manifests/-tag"],
    ["GET", `/v2/a/manifests/${"t".repeat(129)}`],
    ["GET", "/v2/a/blobs/nodigest"],
    ["GET", `/v2/a/referrers/sha256:${"a".repeat(64)}`],
  ])("has no page for %s %s", async (method, path) => {
    const answer = await ask(`${registry.url}${path}`, { method });
    expect([answer.status, answer.text]).toEqual([404, "404 page not found\n"]);
  });

  it.each([
    ["GET", `/v2/${"a".repeat(256)}/tags/list`, 400, "NAME_INVALID"],
    ["GET", "/v2/a/manifests/sha256:abc", 400, "DIGEST_INVALID"],
    ["GET", "/v2/a/blobs/sha256:abc", 400, "DIGEST_INVALID"],
    ["GET", "/v2/a/blobs/md5:d41d8cd98f00b204e9800998ecf8427e", 400, "DIGEST_INVALID"],
    ["GET", "/v2/a/manifests/latest", 404, "MANIFEST_UNKNOWN"],
    ["GET", "/v2/a/tags/list", 404, "NAME_UNKNOWN"],
    ["DELETE", "/v2/a/manifests/latest", 405, "UNSUPPORTED"],
  ])("refuses %s %s with %i %s", async (method, path, status, code) => {
    const answer = await ask(`${registry.url}${path}`, { method });
    expect([answer.status, answer.codes]).toEqual([status, [code]]);
  });

  it.each([
    ["POST", "/v2/a/tags/list", "GET"],
    ["PUT", `/v2/a/blobs/sha256:${"a".repeat(64)}`, "DELETE, GET, HEAD"],
    ["POST", "/v2/a/manifests/latest", "DELETE, GET, HEAD, PUT"],
    ["GET", "/v2/a/blobs/uploads/", "POST"],
  ])("allows no %s %s", async (method, path, allow) => {
    const answer = await ask(`${registry.url}${path}`, { method });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, allow]);
  });

  it("undoes percent-encoding", async () => {
    const { digest } = registry.store.putBlob("a/b", Buffer.from("x"));
    const answer = await ask(`${registry.url}/v2/a%2Fb/blobs/${encodeURIComponent(digest)}`);
    expect(answer.text).toBe("x");
  });

  it("records every request in order, and counts them", async () => {
    registry.resetRequests();
    await ask(`${registry.url}/v2/`);
    await ask(`${registry.url}/v2/a/tags/list?n=2`);
    await ask(`${registry.url}/v2/b/c/manifests/latest`, { method: "PUT", body: "12345" });
    expect(registry.requests.map((r) => [r.kind, r.repository, r.reference, r.status])).toEqual([
      ["ping", undefined, undefined, 200],
      ["tags", "a", undefined, 404],
      ["manifest", "b/c", "latest", 400],
    ]);
    expect(registry.requests[1]?.path).toBe("/v2/a/tags/list?n=2");
    expect(registry.count()).toBe(3);
    expect(registry.count({ kind: "tags", status: 404 })).toBe(1);
    expect(registry.count({ method: "PUT", repository: "a" })).toBe(0);
  });
});

describe("GHCR's names", () => {
  it("must be lower case, and say so as JSON", async () => {
    await using ghcr = await startRegistry({ manners: ghcrManners() });
    const answer = await ask(`${ghcr.url}/v2/DataDog/agent/manifests/7`);
    expect([answer.status, answer.codes]).toEqual([400, ["NAME_INVALID"]]);
  });
});
