import { afterEach, describe, expect, it } from "vitest";
import { createMemoryPages } from "../../../../src/oci/registry/memory-pages.ts";
import { dockerHub } from "../../../../src/oci/registry/tables/docker-hub.ts";
import { quay } from "../../../../src/oci/registry/tables/quay.ts";
import { readTable, type TableOrder } from "../../../../src/oci/registry/tables/read-table.ts";
import { loginAs, openClient } from "../../open-client.ts";
import { serve } from "../../serve.ts";

const open: AsyncDisposable[] = [];
afterEach(() => Promise.all(open.splice(0).map((one) => one[Symbol.asyncDispose]())));

const names = (count: number) => Array.from({ length: count }, (_, index) => `t${index}`);

/** Both APIs over one list of tags, which may change after any of the requests. */
async function start(tags: string[], afterRequest: (tags: string[], count: number) => void = () => {}) {
  const requests: string[] = [];
  const authorizations: unknown[] = [];
  const server = await serve((request, response) => {
    requests.push(request.url ?? "");
    authorizations.push(request.headers.authorization);
    const { pathname, searchParams } = new URL(request.url ?? "", "http://a");
    const page = Number(searchParams.get("page"));
    const shown = tags.slice((page - 1) * 100, page * 100).map((name) => ({ name }));
    const isLast = page * 100 >= tags.length;
    const etag = `"${shown.map(({ name }) => name).join()}${isLast}"`;
    const body = pathname.startsWith("/api/")
      ? { tags: shown, has_additional: !isLast }
      : { count: tags.length, next: isLast ? null : "more", results: shown };
    const isKnown = request.headers["if-none-match"] === etag;
    response.writeHead(isKnown ? 304 : 200, { etag });
    response.end(isKnown ? "" : JSON.stringify(body));
    afterRequest(tags, requests.length);
  });
  const client = openClient(server.url, { keychain: loginAs("ann", "secret") });
  open.push(client, server);
  const read = (api: TableOrder["api"], more: Partial<TableOrder> = {}) =>
    readTable({ api, registry: client, repository: "acme/app", isWorth: () => true, ...more });
  return { requests, authorizations, read };
}

const tableOf = (tags: readonly string[]) => ({
  kind: "table",
  table: new Map(tags.map((tag) => [tag, {}])),
});

describe("a table", () => {
  it.each([
    ["Docker Hub", dockerHub, 1, 1],
    ["Docker Hub", dockerHub, 100, 1],
    ["Docker Hub", dockerHub, 101, 2],
    ["Docker Hub", dockerHub, 1_000, 10],
    // The first page is looked at again.
    ["Quay", quay, 100, 1],
    ["Quay", quay, 101, 3],
    ["Quay", quay, 1_000, 11],
  ])("of %s with %3$i tags takes %4$i requests", async (_, api, count, requests) => {
    const hub = await start(names(count));
    expect(await hub.read(api)).toEqual(tableOf(names(count)));
    expect(hub.requests).toHaveLength(requests);
    expect(new Set(hub.authorizations)).toEqual(new Set([undefined]));
  });

  it("is not sent again where it has not changed", async () => {
    const { read } = await start(names(250));
    const cache = createMemoryPages();
    const first = await read(dockerHub, { cache });
    expect(await read(dockerHub, { cache })).toEqual(first);
  });

  it("has each tag once, by the first word on it, and only what is a tag", async () => {
    const { read } = await start(["v1", "../x", "v2"]);
    expect(await read(dockerHub)).toEqual(tableOf(["v1", "v2"]));
  });

  it.each([
    ["Docker Hub counts more than is worth it", dockerHub, 500, 2, 1, 5],
    ["Quay goes on for longer than is worth it", quay, 500, 2, 2, 3],
    ["Docker Hub counts more than it shows to nobody in particular", dockerHub, 1_001, 1_000, 1, 11],
  ])("is not read to its end where %s", async (_, api, count, worth, requests, pages) => {
    const hub = await start(names(count));
    expect(await hub.read(api, { isWorth: (needed) => needed <= worth })).toEqual({ kind: "long", pages });
    expect(hub.requests).toHaveLength(requests);
  });

  it.each([
    ["has no tags", [], "acme/app"],
    ["can have no such name", ["v1"], "app"],
  ])("is none where a repository %s", async (_, tags, repository) => {
    const { read } = await start(tags);
    expect(await read(dockerHub, { repository })).toEqual({ kind: "none" });
  });

  it.each([
    [404, "{}", { kind: "none" }],
    [200, "[]", { code: "MALFORMED" }],
    [403, "{}", { code: "DENIED" }],
    [401, "{}", { code: "UNAUTHORIZED" }],
    [500, "{}", { code: "UNAVAILABLE" }],
  ])("where the API answers %i with %s", async (status, body, expected) => {
    await using server = await serve((_, response) => response.writeHead(status).end(body));
    await using registry = openClient(server.url, { retry: { attempts: 1 } });
    const order = { api: dockerHub, registry, repository: "acme/app", isWorth: () => true };
    expect(await readTable(order).catch((error: unknown) => error)).toMatchObject(expected);
  });

  it("is not read for ever", async () => {
    let requests = 0;
    await using server = await serve((_, response) => {
      const results = [{ name: `t${requests++}` }];
      response.end(JSON.stringify({ count: 1, next: "more", results }));
    });
    await using registry = openClient(server.url);
    const order = { api: dockerHub, registry, repository: "acme/app", isWorth: () => true };
    expect(await readTable(order)).toEqual({ kind: "long", pages: 11 });
    expect(requests).toBe(10);
  });
});

describe("a table that changes while it is read", () => {
  const push = (tags: string[]) => void tags.unshift("new");
  const moveUp = (tags: string[]) => void tags.unshift(...tags.splice(150, 1));
  const remove = (tags: string[]) => void tags.splice(0, 1);

  it.each([
    ["pushed to Docker Hub", dockerHub, push, 1, 6],
    ["pushed again to Docker Hub", dockerHub, moveUp, 1, 6],
    ["deleted from Docker Hub", dockerHub, remove, 1, 5],
    ["pushed to Quay", quay, push, 1, 10],
    ["pushed again to Quay", quay, moveUp, 1, 8],
    ["deleted from Quay", quay, remove, 1, 8],
  ])("is read again: a tag %s", async (_, api, change, after, requests) => {
    const tags = names(300);
    const hub = await start(tags, (list, count) => count === after && change(list));
    const reading = await hub.read(api);
    expect(reading).toEqual(tableOf(tags));
    expect(hub.requests).toHaveLength(requests);
  });

  it("is given up after three times", async () => {
    const hub = await start(names(300), (tags, count) => void tags.unshift(`new${count}`));
    expect(await hub.read(dockerHub)).toEqual({ kind: "none" });
    expect(hub.requests).toHaveLength(6);
  });

  it("is read again where a page is gone", async () => {
    let requests = 0;
    await using server = await serve((request, response) => {
      requests++;
      const isSecond = request.url?.endsWith("page=2");
      const results = names(100).map((name) => ({ name }));
      if (isSecond) response.writeHead(404).end("{}");
      else
        response.end(
          JSON.stringify({ count: requests > 1 ? 100 : 101, next: requests > 1 ? null : "", results }),
        );
    });
    await using registry = openClient(server.url);
    const order = { api: dockerHub, registry, repository: "acme/app", isWorth: () => true };
    expect(await readTable(order)).toEqual(tableOf(names(100)));
    expect(requests).toBe(3);
  });
});
