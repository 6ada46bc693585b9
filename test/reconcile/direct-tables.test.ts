import { afterEach, describe, expect, it } from "vitest";
import { directTables } from "../../src/reconcile/direct-tables.ts";
import { DIGEST, openStage } from "../publish/looks/stage.ts";

const open: AsyncDisposable[] = [];
afterEach(() => Promise.all(open.splice(0).map((one) => one[Symbol.asyncDispose]())));

const signal = new AbortController().signal;

async function start(tags: number) {
  const stage = await openStage(tags);
  open.push(stage);
  const registries = stage.open();
  return { stage, registries, looks: directTables(registries, stage.clock) };
}

describe("looks with tables", () => {
  it("read one where it takes fewer requests", async () => {
    const { stage, registries, looks } = await start(250);
    const source = registries.get("docker.io").source("library/app");
    const table = await looks.table(source, { isSearched: false, tags: 3 }, signal);
    expect([table?.size, table?.get("t249")]).toEqual([250, { digest: DIGEST }]);
    expect(stage.asked).toEqual(["table 1", "table 2", "table 3"]);
  });

  it("are made one by one otherwise, and each time anew", async () => {
    const { stage, registries, looks } = await start(2);
    const source = registries.get("ghcr.io").source("acme/app");
    expect(await looks.table(source, { isSearched: true, tags: 9 }, signal)).toBeUndefined();
    for (let time = 0; time < 2; time++) expect(await looks.list(source, signal)).toEqual(["t0", "t1"]);
    expect(await looks.head(source, "t1", signal)).toEqual({ digest: DIGEST });
    expect(stage.asked).toEqual(["list", "list", "head t1"]);
  });

  it("stop when they are told to", async () => {
    const { registries, looks } = await start(2);
    const source = registries.get("docker.io").source("library/app");
    const stopped = AbortSignal.abort(new Error("enough"));
    await expect(looks.table(source, { isSearched: true, tags: 0 }, stopped)).rejects.toThrow("enough");
  });
});
