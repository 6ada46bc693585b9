import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configOf } from "./config-of.ts";
import { holdUpload } from "./hold-upload.ts";
import { type House, openHouse } from "./open-house.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse({ workerConcurrency: 3 });
});
afterAll(() => house[Symbol.asyncDispose]());

const runsOf = (repository: { id: number }) =>
  house.rows(
    `select commit, state, conclusion, superseded_by from ghcr_mirror.runs
      where repository = ${repository.id} and config_sha is not null order by position`,
  );

describe("pushes while a run copies", () => {
  it("wait for it in order; of those that wait only the newest is carried out", async () => {
    for (const tag of ["1", "2", "3"]) house.stock("library/busy", tag);
    const repository = await house.repository("busy");
    const checkOf = (sha: string) => repository.checks.runsOf(sha)[0];
    const held = holdUpload(house.ghcr, "acme/busy");

    const first = await repository.commit({ files: configOf("docker.io/library/busy:1") });
    await held.arrived;
    const second = await repository.commit({ files: configOf("docker.io/library/busy:2") });
    await house.until(() => checkOf(second));
    expect(checkOf(first)).toMatchObject({ status: "in_progress" });
    expect(checkOf(second)).toMatchObject({ status: "queued", title: "Waiting for its turn" });

    const third = await repository.commit({ files: configOf("docker.io/library/busy:3") });
    await house.until(() => checkOf(third));
    expect(checkOf(second)).toMatchObject({
      status: "completed",
      conclusion: "cancelled",
      title: `Superseded by ${third.slice(0, 7)}`,
      summary: `A newer commit has another config: ${third}. That one is carried out, and nothing was copied for this one.`,
    });
    expect(checkOf(third)).toMatchObject({ status: "queued" });

    held.release();
    await house.settled();
    expect(checkOf(first)).toMatchObject({ conclusion: "success" });
    expect(checkOf(third)).toMatchObject({ conclusion: "success" });
    expect([first, second, third].map((sha) => repository.checks.runsOf(sha).length)).toEqual([1, 1, 1]);
    expect(await runsOf(repository)).toEqual([
      { commit: first, state: "concluded", conclusion: "success", superseded_by: null },
      { commit: second, state: "concluded", conclusion: "cancelled", superseded_by: third },
      { commit: third, state: "concluded", conclusion: "success", superseded_by: null },
    ]);
    const tags = house.ghcr.store.tags("acme/busy");
    expect([...tags].sort()).toEqual(["1", "3"]);
  });

  it("are told of a mistake at once", async () => {
    house.stock("library/mistaken", "1");
    const repository = await house.repository("mistaken");
    const held = holdUpload(house.ghcr, "acme/mistaken");
    await repository.commit({ files: configOf("docker.io/library/mistaken:1") });
    await held.arrived;
    const wrong = await repository.commit({ files: { ".github/mirror.yml": "version: 2\n" } });
    await house.until(() => repository.checks.runsOf(wrong)[0]?.status === "completed");
    expect(repository.checks.runsOf(wrong)).toMatchObject([{ conclusion: "failure" }]);
    held.release();
    await house.settled();
  });

  it("of another repository are not held up", async () => {
    for (const name of ["slow", "quick"]) house.stock(`library/${name}`, "1");
    const [slow, quick] = [await house.repository("slow"), await house.repository("quick")];
    const held = holdUpload(house.ghcr, "acme/slow");
    await slow.commit({ files: configOf("docker.io/library/slow:1") });
    await held.arrived;
    const sha = await quick.commit({ files: configOf("docker.io/library/quick:1") });
    await house.until(() => quick.checks.runsOf(sha)[0]?.conclusion);
    expect(quick.checks.runsOf(sha)).toMatchObject([{ conclusion: "success" }]);
    held.release();
    await house.settled();
  });

  it("that delete the config end what waits, and not what copies", async () => {
    for (const tag of ["1", "2"]) house.stock("library/deleted", tag);
    const repository = await house.repository("deleted");
    const held = holdUpload(house.ghcr, "acme/deleted");
    const first = await repository.commit({ files: configOf("docker.io/library/deleted:1") });
    await held.arrived;
    const second = await repository.commit({ files: configOf("docker.io/library/deleted:2") });
    await house.until(() => repository.checks.runsOf(second)[0]);
    const gone = await repository.commit({ files: { ".github/mirror.yml": null } });
    await house.until(() => repository.checks.runsOf(second)[0]?.conclusion);
    expect(repository.checks.runsOf(second)).toMatchObject([
      { conclusion: "cancelled", title: `Superseded by ${gone.slice(0, 7)}` },
    ]);
    held.release();
    await house.settled();
    expect(repository.checks.runsOf(first)).toMatchObject([{ conclusion: "success" }]);
  });

  it("that only bring back the config which is applied now are silent", async () => {
    house.stock("library/same", "1");
    const repository = await house.repository("same");
    const held = holdUpload(house.ghcr, "acme/same");
    const first = await repository.commit({ files: configOf("docker.io/library/same:1") });
    await held.arrived;
    const second = await repository.commit({ files: { "README.md": "More" } });
    await house.github.settled();
    held.release();
    await house.settled();
    expect([first, second].map((sha) => repository.checks.runsOf(sha).length)).toEqual([1, 0]);
  });
});
