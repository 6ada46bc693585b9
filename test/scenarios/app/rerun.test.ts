import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type House, openHouse } from "./open-house.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

describe("Re-run", () => {
  it("brings a tag that moved", async () => {
    const before = house.stock("library/moved", "7", "one");
    const repository = await house.repository("moved");
    const check = await house.apply(repository, "docker.io/library/moved:7");
    const after = house.stock("library/moved", "7", "two");
    repository.pressRerun(check?.id ?? 0);
    await house.settled();
    expect(house.ghcr.store.manifest("acme/moved", "7")?.digest).toBe(after);
    const [, again] = repository.checks.runsOf(check?.headSha ?? "");
    expect(again).toMatchObject({ conclusion: "success", title: /^Synced: 1 updated \(/ });
    expect(again?.summary).toContain(
      `| ~ | \`docker.io/library/moved:7\` | \`ghcr.io/acme/moved:7\` | \`${before.slice(7, 19)}\` → \`${after.slice(7, 19)}\` |`,
    );
  });

  it("has nothing to do where all is as it should be", async () => {
    house.stock("library/still", "1");
    const repository = await house.repository("still");
    const check = await house.apply(repository, "docker.io/library/still:1");
    const suite = check?.suite.id ?? 0;
    house.hub.resetRequests();
    repository.rerequestSuite(suite);
    await house.settled();
    expect(repository.checks.runsOf(check?.headSha ?? "")).toMatchObject([
      { conclusion: "success" },
      { conclusion: "neutral", title: "Nothing to do: 1 up to date" },
    ]);
    expect(house.hub.count({ kind: "manifest", method: "GET" })).toBe(0);
  });

  it("of an old commit whose config is not the newest is refused, naming the newer", async () => {
    for (const tag of ["1", "2"]) house.stock("library/outdated", tag);
    const repository = await house.repository("outdated");
    const old = await house.apply(repository, "docker.io/library/outdated:1");
    const newer = await house.apply(repository, "docker.io/library/outdated:2");
    house.ghcr.resetRequests();
    repository.pressRerun(old?.id ?? 0);
    await house.settled();
    expect(repository.checks.runsOf(old?.headSha ?? "").at(-1)).toMatchObject({
      conclusion: "cancelled",
      title: `Superseded by ${newer?.headSha.slice(0, 7)}`,
    });
    expect(house.ghcr.requests).toEqual([]);
  });

  it("of an old commit with the newest config is carried out", async () => {
    house.stock("library/old", "1");
    const repository = await house.repository("old");
    const check = await house.apply(repository, "docker.io/library/old:1");
    await repository.commit({ files: { "README.md": "More" } });
    await house.settled();
    repository.pressRerun(check?.id ?? 0);
    await house.settled();
    expect(repository.checks.runsOf(check?.headSha ?? "").at(-1)).toMatchObject({ conclusion: "neutral" });
  });

  it("of a config that is wrong tells what is wrong again", async () => {
    const repository = await house.repository("wrong-again");
    const check = await house.apply(repository, "docker.io/library/Wrong:1");
    repository.pressRerun(check?.id ?? 0);
    await house.settled();
    const again = repository.checks.runsOf(check?.headSha ?? "").at(-1);
    expect(again?.id).not.toBe(check?.id);
    expect(again).toMatchObject({ conclusion: "failure", annotations: check?.annotations });
  });
});
