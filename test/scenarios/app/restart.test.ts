import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { configOf } from "./config-of.ts";
import { holdUpload } from "./hold-upload.ts";
import { type House, openHouse } from "./open-house.ts";

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house[Symbol.asyncDispose]());

const manifestsWritten = (repository: string) =>
  house.ghcr.count({ kind: "manifest", method: "PUT", repository });

describe("a process that ends", () => {
  it("in the middle of a copy leaves the rest to the next one, which copies nothing twice", async () => {
    const names = ["a", "b", "c"];
    for (const name of names) house.stock(`library/${name}`, "1");
    const repository = await house.repository("mirrors");
    const held = holdUpload(house.ghcr, "acme/c");
    const sha = await repository.commit({
      files: configOf(...names.map((name) => `docker.io/library/${name}:1`)),
    });
    await held.arrived;
    const stored = async () => (await house.rows("select * from ghcr_mirror.run_items")).length;
    await house.until(async () => (await stored()) === 2);
    await house.restart();
    held.release();
    await house.settled(1);
    expect(repository.checks.runsOf(sha)).toMatchObject([
      { conclusion: "success", title: expect.stringMatching(/^Synced: 3 copied/) },
    ]);
    expect(names.map((name) => manifestsWritten(`acme/${name}`))).toEqual([1, 1, 1]);
    expect(house.ghcr.count({ kind: "upload", method: "POST", repository: "acme/a" })).toBe(3);
    const rows = await house.rows(`select destination from ghcr_mirror.mirrored_images order by 1`);
    expect(rows).toEqual(names.map((name) => ({ destination: `ghcr.io/acme/${name}:1` })));
  });

  it("leaves what waits in its order", async () => {
    for (const tag of ["1", "2"]) house.stock("library/a", tag);
    const repository = await house.repository("mirrors");
    const held = holdUpload(house.ghcr, "acme/a");
    const first = await repository.commit({ files: configOf("docker.io/library/a:1") });
    await held.arrived;
    const second = await repository.commit({ files: configOf("docker.io/library/a:2") });
    await house.until(() => repository.checks.runsOf(second)[0]?.status === "queued");
    await house.restart();
    held.release();
    await house.settled(1);
    expect(repository.checks.runsOf(first)).toMatchObject([{ conclusion: "success" }]);
    expect(repository.checks.runsOf(second)).toMatchObject([{ conclusion: "success" }]);
    const ended = await house.rows(
      "select commit from ghcr_mirror.runs where conclusion = 'success' order by finished_at, position",
    );
    expect(ended).toEqual([{ commit: first }, { commit: second }]);
  });

  it("misses what is pushed meanwhile, and the next one hears of it", async () => {
    house.stock("library/a", "1");
    const repository = await house.repository("mirrors");
    house.github.setWebhookUrl("http://127.0.0.1:9");
    const sha = await repository.commit({ files: configOf("docker.io/library/a:1") });
    await house.github.settled();
    await house.restart();
    await house.settled();
    expect(repository.checks.runsOf(sha)).toMatchObject([{ conclusion: "success" }]);
  });
});
