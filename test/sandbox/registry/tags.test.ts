import { describe, expect, it } from "vitest";
import { ghcrManners } from "../../../sandbox/registry/ghcr-manners.ts";
import { startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { digestOf } from "../../../src/oci/digest.ts";
import { ask } from "./wire.ts";

const digest = digestOf(Buffer.from("x"));

async function walk(url: string, path: string): Promise<string[][]> {
  const pages: string[][] = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const { text, headers } = await ask(`${url}${next}`);
    pages.push((JSON.parse(text) as { tags: string[] }).tags);
    next = /^<(\/[^>]+)>; rel="next"$/.exec(headers.get("link") ?? "")?.[1];
  }
  return pages;
}

describe("tags", () => {
  it("come all at once, sorted, without a Link", async () => {
    await using registry = await startRegistry();
    for (const tag of ["b", "c", "a"]) registry.store.tag("r", tag, digest);
    expect(await walk(registry.url, "/v2/r/tags/list")).toEqual([["a", "b", "c"]]);
  });

  it("come in pages of the asked size, by relative Links", async () => {
    await using registry = await startRegistry();
    for (const tag of ["b", "c", "a", "e", "d"]) registry.store.tag("r", tag, digest);
    expect(await walk(registry.url, "/v2/r/tags/list?n=2")).toEqual([["a", "b"], ["c", "d"], ["e"]]);
    expect(await walk(registry.url, "/v2/r/tags/list?n=5")).toHaveLength(1);
    expect(await walk(registry.url, "/v2/r/tags/list?n=0")).toEqual([[]]);
    expect(await walk(registry.url, "/v2/r/tags/list?last=bb")).toEqual([["c", "d", "e"]]);
  });

  it("refuse a number that is none", async () => {
    await using registry = await startRegistry();
    registry.store.tag("r", "a", digest);
    const answer = await ask(`${registry.url}/v2/r/tags/list?n=-1`);
    expect([answer.status, answer.codes]).toEqual([400, ["PAGINATION_NUMBER_INVALID"]]);
  });

  it("are unknown until there is one: blobs and untagged manifests make no list", async () => {
    await using registry = await startRegistry();
    registry.store.putBlob("r", Buffer.from("x"));
    registry.store.putManifest("r", digestOf(Buffer.from("{}")), "type", Buffer.from("{}"));
    expect((await ask(`${registry.url}/v2/r/tags/list`)).codes).toEqual(["NAME_UNKNOWN"]);
    registry.store.tag("r", "a", digest);
    registry.store.deleteTag("r", "a");
    expect(await walk(registry.url, "/v2/r/tags/list")).toEqual([[]]);
  });

  it("of GHCR come by the hundred at most, oldest first", async () => {
    await using ghcr = await startRegistry({ manners: ghcrManners(), auth: { kind: "none" } });
    const tags = Array.from({ length: 230 }, (_, index) => `v${230 - index}`);
    for (const tag of tags) ghcr.store.tag("acme/r", tag, digest);
    const pages = await walk(ghcr.url, "/v2/acme/r/tags/list?n=1000");
    expect(pages.map((page) => page.length)).toEqual([100, 100, 30]);
    expect(pages.flat()).toEqual(tags);
  });
});
