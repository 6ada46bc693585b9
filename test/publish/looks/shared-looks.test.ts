import { afterEach, describe, expect, it } from "vitest";
import { createSharedLooks } from "../../../src/publish/looks/shared-looks.ts";
import type { TableWish } from "../../../src/reconcile/source-looks.ts";
import { loginAs } from "../../oci/open-client.ts";
import { DIGEST, openStage, type Stage } from "./stage.ts";

const open: AsyncDisposable[] = [];
afterEach(() => Promise.all(open.splice(0).map((one) => one[Symbol.asyncDispose]())));

const signal = new AbortController().signal;
const SEARCH: TableWish = { isSearched: true, tags: 0 };
const named = (tags: number): TableWish => ({ isSearched: false, tags });

async function start(tags: number, mostTags?: number) {
  const stage = await openStage(tags);
  open.push(stage);
  const shared = createSharedLooks({ clock: stage.clock, ...(mostTags && { mostTags }) });
  /** A run with registries of its own, which looks at one repository. */
  const run = ({
    name = "docker.io",
    maxAge = 60_000,
    keychain = undefined as Parameters<Stage["open"]>[0],
  } = {}) => {
    const registries = stage.open(keychain);
    const source = registries.get(name).source("library/app");
    const looks = shared.of(registries, maxAge);
    return {
      registries,
      table: (wish: TableWish, own = signal) => looks.table(source, wish, own),
      list: () => looks.list(source, signal),
      head: (tag: string, own = signal) => looks.head(source, tag, own),
    };
  };
  return { stage, run };
}

const times = <T>(count: number, make: () => T) => Array.from({ length: count }, make);

describe("looks that runs share", () => {
  it.each([
    ["docker.io", 10],
    // Quay does not count its tags: the first page is looked at again.
    ["quay.io", 11],
  ])("take %2$i requests and no HEAD for 1,000 tags of %s, however many runs ask", async (name, requests) => {
    const { stage, run } = await start(1_000);
    const tables = await Promise.all(times(10, () => run({ name }).table(named(1_000))));
    expect(tables.map((table) => table?.size)).toEqual(Array(10).fill(1_000));
    expect(tables[0]?.get("t999")).toEqual({ digest: DIGEST });
    const { head, list } = run({ name });
    expect(await Promise.all([head("t1"), head("t999")])).toEqual([{ digest: DIGEST }, { digest: DIGEST }]);
    expect(await list()).toHaveLength(1_000);
    expect(stage.asked).toHaveLength(requests);
    expect(stage.asked.filter((what) => !what.startsWith("table"))).toEqual([]);
  });

  it("take one request for ten runs that want the same", async () => {
    const { stage, run } = await start(3);
    const heads = await Promise.all(times(10, () => run().head("t1")));
    const lists = await Promise.all(times(10, () => run().list()));
    expect(heads).toEqual(Array(10).fill({ digest: DIGEST }));
    expect(lists).toEqual(Array(10).fill(["t0", "t1", "t2"]));
    expect(stage.asked).toEqual(["head t1", "list"]);
  });

  it("also share that there is no such tag, and are made anew when they are too old", async () => {
    const { stage, run } = await start(1);
    expect([await run().head("new"), await run().head("new")]).toEqual([undefined, undefined]);
    stage.tags.push("new");
    await stage.clock.advance(60_001);
    expect(await run().head("new")).toEqual({ digest: DIGEST });
    expect(stage.asked).toEqual(["head new", "head new"]);
  });

  it("are asked for by who has no credential, and made alone by who has one", async () => {
    const { stage, run } = await start(3);
    const keychain = loginAs("ann", "secret");
    await run({ name: "ghcr.io" }).head("t1");
    for (let time = 0; time < 2; time++) await run({ name: "ghcr.io", keychain }).head("t1");
    await run({ name: "ghcr.io", keychain }).list();
    await run({ name: "ghcr.io" }).list();
    expect(stage.asked).toEqual(["head t1", "head t1", "head t1", "list", "list"]);
  });

  it("go on for others when the run that asked is over", async () => {
    const { stage, run } = await start(150);
    const gate = Promise.withResolvers<void>();
    stage.gate = gate.promise;
    const stop = new AbortController();
    const first = run();
    const ended = first.table(SEARCH, stop.signal);
    const second = run().table(SEARCH);
    await stage.hasAsked(1);
    stop.abort(new Error("stopped"));
    await expect(ended).rejects.toThrow("stopped");
    await first.registries[Symbol.asyncDispose]();
    gate.resolve();
    expect((await second)?.size).toBe(150);
  });

  it("keep no more tags than they may", async () => {
    const { stage, run } = await start(150, 100);
    await run().table(SEARCH);
    await run().table(SEARCH);
    expect(stage.asked).toHaveLength(4);
  });
});

describe("a table that runs share", () => {
  it.each([
    ["a single tag is wanted", "docker.io", named(1), []],
    ["the registry has no such list", "ghcr.io", SEARCH, []],
    ["there are more pages than tags", "docker.io", named(2), ["table 1"]],
    ["there are more pages than tags", "quay.io", named(2), ["table 1", "table 2"]],
  ])("is none where %s: %s", async (_, name, wish, expected) => {
    const { stage, run } = await start(250);
    for (let time = 0; time < 2; time++) expect(await run({ name }).table(wish)).toBeUndefined();
    // The second time it is known how long it is.
    expect(stage.asked).toEqual(expected);
  });

  it("is read for who wants more tags, though it was too long for somebody else", async () => {
    const { stage, run } = await start(250);
    const [few, many] = await Promise.all([run().table(named(2)), run().table(named(3))]);
    expect([few, many?.size]).toEqual([undefined, 250]);
    expect(stage.asked).toEqual(["table 1", "table 1", "table 2", "table 3"]);
    // Now that it is there, it serves.
    expect((await run().table(named(2)))?.size).toBe(250);
  });

  it("is none beyond the thousandth tag of Docker Hub, where nobody in particular sees no further", async () => {
    const { stage, run } = await start(1_001);
    expect(await run().table(named(1_001))).toBeUndefined();
    expect(await run().table(SEARCH)).toBeUndefined();
    expect(stage.asked).toEqual(["table 1"]);
  });

  it.each([
    [429, { "retry-after": "1800" }, 1_800_000],
    [500, {}, 600_000],
    [404, {}, 600_000],
    [403, {}, 600_000],
  ])(
    "is none where its API answers %i with %j, which is not asked again for %i ms",
    async (status, headers, pause) => {
      const { stage, run } = await start(3);
      stage.refuse = (what) => (what.startsWith("table") ? { status, headers } : undefined);
      const { table } = run();
      expect([await table(SEARCH), await table(SEARCH)]).toEqual([undefined, undefined]);
      expect(await run().list()).toHaveLength(3);
      stage.refuse = () => undefined;
      await stage.clock.advance(pause - 1);
      expect(await run().table(SEARCH)).toBeUndefined();
      await stage.clock.advance(1);
      expect((await run().table(SEARCH))?.size).toBe(3);
      expect(stage.asked).toEqual(["table 1", "list", "table 1"]);
    },
  );
});
