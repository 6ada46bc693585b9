import { afterEach, describe, expect, it } from "vitest";
import { cutAfter, endlessBody, status } from "../../../sandbox/registry/fault-acts.ts";
import { plainManners } from "../../../sandbox/registry/plain-manners.ts";
import { startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { digestOf } from "../../../src/oci/digest.ts";
import { firstTags, listTags } from "../../../src/oci/registry/tags.ts";
import { openClient } from "../open-client.ts";
import { serve } from "../serve.ts";

const open: AsyncDisposable[] = [];
afterEach(() => Promise.all(open.splice(0).map((one) => one[Symbol.asyncDispose]())));

const DIGEST = digestOf(Buffer.from("x"));

function names(count: number, prefix = "t"): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(6, "0")}`);
}

/** A registry with `count` tags, at most `tagPage` of them on a page, and its repository. */
async function start(count: number, tagPage = Number.POSITIVE_INFINITY) {
  const server = await startRegistry({ manners: plainManners({ tagPage }) });
  const client = openClient(server.url);
  open.push(client, server);
  for (const tag of names(count)) server.store.tag("acme/app", tag, DIGEST);
  return { server, repository: client.source("acme/app") };
}

interface Page {
  readonly tags: unknown;
  readonly link?: string;
  readonly status?: number;
}

/** A server that answers each query with what `pages` says, and a repository there. */
async function pages(answer: (query: URLSearchParams, count: number) => Page) {
  const asked: string[] = [];
  const server = await serve((request, response) => {
    const { pathname, searchParams, search } = new URL(request.url ?? "", "http://a");
    asked.push(pathname === "/v2/acme/app/tags/list" ? search : pathname + search);
    const { tags, link, status = 200 } = answer(searchParams, asked.length);
    response.writeHead(status, link === undefined ? {} : { link });
    response.end(JSON.stringify({ name: "acme/app", tags }));
  });
  const client = openClient(server.url);
  open.push(client, server);
  return { asked, server, repository: client.source("acme/app") };
}

describe("listTags", () => {
  it.each([
    [0, undefined, 1],
    [1, Number.POSITIVE_INFINITY, 1],
    [250, 100, 3],
    [300, 100, 3],
    [999, Number.POSITIVE_INFINITY, 1],
    [2_500, Number.POSITIVE_INFINITY, 3],
  ])("lists %i tags, by pages of %d: %i requests", async (count, tagPage, requests) => {
    const { server, repository } = await start(count, tagPage);
    expect(await listTags(repository)).toEqual(count === 0 ? undefined : names(count));
    expect(server.count()).toBe(requests);
    expect(server.requests[0]?.path).toBe("/v2/acme/app/tags/list?n=1000");
  });

  it("goes on by `last` where a full page has no Link", async () => {
    const all = names(2_500);
    const { asked, repository } = await pages((query) => {
      const after = all.filter((tag) => tag > (query.get("last") ?? ""));
      return { tags: after.slice(0, Number(query.get("n"))) };
    });
    expect(await listTags(repository)).toEqual(all);
    expect(asked).toEqual(["?n=1000", "?n=1000&last=t000999", "?n=1000&last=t001999"]);
  });

  it.each([
    ["ignores both n and last", names(1_000), 2],
    ["ignores n", names(3_000), 1],
  ])("ends where a registry %s", async (_, tags, requests) => {
    const { asked, repository } = await pages(() => ({ tags }));
    expect(await listTags(repository)).toEqual(tags);
    expect(asked).toHaveLength(requests);
  });

  it("ends where a guessed page does not exist", async () => {
    const { repository } = await pages((query) =>
      query.has("last") ? { tags: [], status: 404 } : { tags: names(1_000) },
    );
    expect(await listTags(repository)).toHaveLength(1_000);
  });

  it("takes each tag once, in the registry's order", async () => {
    const link = '<?page=2>; rel="next"';
    const { repository } = await pages((query) =>
      query.has("page") ? { tags: ["b", "a", "c"] } : { tags: ["b", "b", "a"], link },
    );
    expect(await listTags(repository)).toEqual(["b", "a", "c"]);
  });

  it("follows a Link from an empty page", async () => {
    const { repository } = await pages((query) =>
      query.has("page") ? { tags: ["a"] } : { tags: [], link: '<?page=2>; rel="next"' },
    );
    expect(await listTags(repository)).toEqual(["a"]);
  });

  it("follows the pages of a registry that it was redirected to", async () => {
    const upstream = await pages((query) =>
      query.has("page") ? { tags: ["b"] } : { tags: ["a"], link: '<?page=2>; rel="next"' },
    );
    const { server, repository } = await start(0);
    const location = `${upstream.server.url}/v2/acme/app/tags/list?n=1000`;
    server.faults.add({ act: status(307, { headers: { location } }) });
    expect(await listTags(repository)).toEqual(["a", "b"]);
  });

  it("leaves out what could not be a tag", async () => {
    const { repository } = await pages(() => ({
      tags: ["v1", "../../x", "a b", "", "-x", "v".repeat(129), "v2?x=1", "V_2.3-4"],
    }));
    expect(await listTags(repository)).toEqual(["v1", "V_2.3-4"]);
  });

  it.each([
    ["null", { tags: null }, []],
    ["missing", {}, []],
    ["empty", { tags: [] }, []],
  ])("takes a list that is %s for an empty one", async (_, body, expected) => {
    const { server, repository } = await start(1);
    server.faults.add({ act: status(200, { body }) });
    expect(await listTags(repository)).toEqual(expected);
  });

  it("tries again where a page breaks off", async () => {
    const { server, repository } = await start(200, 100);
    server.faults.add({ when: { nth: 2 }, act: cutAfter(20) });
    expect(await listTags(repository)).toHaveLength(200);
    expect(server.count()).toBe(3);
  });

  it.each([
    [403, "DENIED"],
    [401, "UNAUTHORIZED"],
    [500, "UNAVAILABLE"],
  ])("fails for %i", async (code, expected) => {
    const { server, repository } = await start(1);
    server.faults.add({ act: status(code), times: 3 });
    await expect(listTags(repository)).rejects.toMatchObject({ code: expected });
  });
});

describe("listTags refuses", () => {
  it.each([
    ["a page that names itself", () => '<?page=1>; rel="next"'],
    ["pages in a circle", (n: number) => `<?page=${n % 2}>; rel="next"`],
  ])("%s", async (_, linkAt) => {
    const { asked, repository } = await pages((query) => ({
      tags: ["a"],
      link: linkAt(Number(query.get("page") ?? 0) + 1),
    }));
    await expect(listTags(repository)).rejects.toMatchObject({
      code: "MALFORMED",
      message: expect.stringMatching(/circle/),
    });
    expect(asked.length).toBeLessThanOrEqual(3);
  });

  it("a next page elsewhere", async () => {
    const { repository } = await pages(() => ({ tags: ["a"], link: '<https://evil.example/x>; rel="next"' }));
    await expect(listTags(repository)).rejects.toMatchObject({ code: "MALFORMED" });
  });

  it("to lose the rest of a list whose next page is gone", async () => {
    const { repository } = await pages((query) =>
      query.has("page") ? { tags: [], status: 404 } : { tags: ["a"], link: '<?page=2>; rel="next"' },
    );
    await expect(listTags(repository)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("more than 250,000 tags, on one page or on many", async () => {
    const one = await pages(() => ({ tags: names(250_001) }));
    await expect(listTags(one.repository)).rejects.toMatchObject({ code: "TOO_LARGE" });
    const many = await pages((_, count) => ({
      tags: names(50_000, `p${count}-`),
      link: `<?page=${count}>; rel="next"`,
    }));
    await expect(listTags(many.repository)).rejects.toMatchObject({ code: "TOO_LARGE" });
    expect(many.asked).toHaveLength(6);
  });

  it("pages without end that bring nothing", async () => {
    const { asked, repository } = await pages((_, count) => ({
      tags: ["a"],
      link: `<?page=${count}>; rel="next"`,
    }));
    await expect(listTags(repository)).rejects.toMatchObject({
      code: "TOO_LARGE",
      message: expect.stringMatching(/2500 pages/),
    });
    expect(asked).toHaveLength(2_501);
  });

  it("a page without end", async () => {
    const { server, repository } = await start(1);
    server.faults.add({ act: endlessBody });
    await expect(listTags(repository)).rejects.toMatchObject({ code: "TOO_LARGE" });
  });

  it.each(["<html>", "[]", "null", "7", '{"tags":{}}', '{"tags":"v1"}', '{"tags":["v1",7]}', '{"tags":['])(
    "%s as MALFORMED",
    async (body) => {
      const { server, repository } = await start(1);
      server.faults.add({ act: status(200, { body }) });
      await expect(listTags(repository)).rejects.toMatchObject({ code: "MALFORMED" });
    },
  );
});

describe("firstTags", () => {
  it.each([
    [0, undefined],
    [50, { complete: true, count: 50 }],
    [150, { complete: false, count: 100 }],
  ])("of %i, a hundred a page", async (count, expected) => {
    const { server, repository } = await start(count, 100);
    const page = await firstTags(repository);
    expect(page && { complete: page.complete, count: page.tags.length }).toEqual(expected);
    expect(server.count()).toBe(1);
  });

  it("is not complete where a full page has no Link", async () => {
    const { repository } = await pages(() => ({ tags: names(1_000) }));
    expect(await firstTags(repository)).toMatchObject({ complete: false });
  });
});
