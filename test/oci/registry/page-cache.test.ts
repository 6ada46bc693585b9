import { afterEach, describe, expect, it } from "vitest";
import { createMemoryPages } from "../../../src/oci/registry/memory-pages.ts";
import { listTags } from "../../../src/oci/registry/tags.ts";
import { openClient } from "../open-client.ts";
import { serve } from "../serve.ts";

const open: AsyncDisposable[] = [];
afterEach(() => Promise.all(open.splice(0).map((one) => one[Symbol.asyncDispose]())));

/** A registry with two pages of tags that it names by their content, if at all; and what it answered. */
async function start(tags: string[], hasEtags = true) {
  const statuses: number[] = [];
  const server = await serve((request, response) => {
    const page = request.url?.includes("page=2") ? 1 : 0;
    const etag = `W/"${tags[page]}"`;
    const isKnown = hasEtags && request.headers["if-none-match"] === etag;
    const status = isKnown ? 304 : 200;
    statuses.push(status);
    const link = page === 0 && !isKnown ? { link: '<?page=2>; rel="next"' } : {};
    response.writeHead(status, { ...(hasEtags && { etag }), ...link });
    response.end(isKnown ? "" : JSON.stringify({ tags: [tags[page]] }));
  });
  const client = openClient(server.url);
  open.push(client, server);
  return { statuses, repository: client.source("acme/app") };
}

describe("a list whose pages are kept", () => {
  it("is sent once, and then only what has changed of it", async () => {
    const tags = ["a", "b"];
    const { statuses, repository } = await start(tags);
    const cache = createMemoryPages();
    const list = () => listTags(repository, undefined, cache);
    expect([await list(), await list()]).toEqual([tags, tags]);
    expect(statuses).toEqual([200, 200, 304, 304]);
    tags[1] = "c";
    expect(await list()).toEqual(["a", "c"]);
    expect(statuses.slice(4)).toEqual([304, 200]);
  });

  it.each([
    ["without a cache", true, undefined],
    ["from a registry that names none", false, createMemoryPages()],
  ])("is sent each time %s", async (_, hasEtags, cache) => {
    const { statuses, repository } = await start(["a", "b"], hasEtags);
    for (let time = 0; time < 2; time++) {
      expect(await listTags(repository, undefined, cache)).toEqual(["a", "b"]);
    }
    expect(statuses).toEqual([200, 200, 200, 200]);
  });
});

describe("pages in memory", () => {
  const page = (size: number) => ({ etag: "1", bytes: Buffer.alloc(size - 1_024), link: undefined });

  it("are bounded in bytes, and those that were not asked for longest go first", () => {
    const pages = createMemoryPages(10_000);
    for (const url of ["a", "b", "c", "d"]) pages.set(url, page(2_500));
    pages.get("a");
    pages.set("e", page(2_500));
    expect(["a", "b", "c", "d", "e"].map((url) => pages.get(url) !== undefined)).toEqual([
      true,
      false,
      true,
      true,
      true,
    ]);
  });

  it("do not drive each other out for a single large one", () => {
    const pages = createMemoryPages(10_000);
    pages.set("a", page(2_500));
    pages.set("large", page(2_501));
    expect([pages.get("a") !== undefined, pages.get("large")]).toEqual([true, undefined]);
  });

  it("take the place of their former selves", () => {
    const pages = createMemoryPages(5_000);
    for (let time = 0; time < 10; time++) pages.set("a", page(1_250));
    pages.set("b", page(1_250));
    expect([pages.get("a") !== undefined, pages.get("b") !== undefined]).toEqual([true, true]);
  });
});
