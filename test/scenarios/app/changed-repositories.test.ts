import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configOf } from "./config-of.ts";
import { holdUpload } from "./hold-upload.ts";
import { type House, openHouse } from "./open-house.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

describe("a repository", () => {
  it("that is renamed while its run copies is told under its new name", async () => {
    house.stock("library/named", "1");
    const repository = await house.repository("before");
    const held = holdUpload(house.ghcr, "acme/named");
    const sha = await repository.commit({ files: configOf("docker.io/library/named:1") });
    await held.arrived;
    repository.rename("after");
    await house.github.settled();
    held.release();
    await house.settled();
    expect(repository.checks.runsOf(sha)).toMatchObject([{ conclusion: "success" }]);

    house.stock("library/named", "2");
    const check = await house.apply(repository, "docker.io/library/named:2");
    expect(check).toMatchObject({ conclusion: "success" });
  });

  it("that is transferred writes under its new owner", async () => {
    const digest = house.stock("library/given", "1");
    const owner = house.github.createOrganization("new-owner");
    house.github.install("new-owner", "all");
    const repository = await house.repository("given");
    const check = await house.apply(repository, "docker.io/library/given:1");
    repository.transfer(owner);
    await house.settled();
    expect(repository.checks.runsOf(check?.headSha ?? "")).toMatchObject([
      { conclusion: "success" },
      { conclusion: "success", title: expect.stringMatching(/^Synced: 1 copied/) },
    ]);
    expect(house.ghcr.store.manifest("new-owner/given", "1")?.digest).toBe(digest);
    expect(
      await house.rows(
        `select destination from ghcr_mirror.mirrored_images where repository = ${repository.id}`,
      ),
    ).toEqual([{ destination: "ghcr.io/new-owner/given:1" }]);
  });

  it("that is archived is left alone, and looked at when it comes back", async () => {
    house.stock("library/stored", "1");
    const repository = await house.repository("stored");
    const check = await house.apply(repository, "docker.io/library/stored:1");
    repository.archive();
    await house.settled();
    const asked = house.github.requests.length;
    await house.sweep();
    await house.settled();
    const about = house.github.requests
      .slice(asked)
      .filter((request) => request.repository === "acme/stored");
    expect(about).toEqual([]);
    repository.unarchive();
    await house.settled();
    expect(repository.checks.runsOf(check?.headSha ?? "")).toMatchObject([
      { conclusion: "success" },
      { conclusion: "neutral" },
    ]);
  });

  it.each([
    ["archived", (repository: { archive(): void }) => repository.archive()],
    ["deleted", (repository: { delete(): Promise<void> }) => repository.delete()],
  ])("that is %s while its run copies ends the run", async (name, change) => {
    house.stock(`library/${name}`, "1");
    const repository = await house.repository(`to-be-${name}`);
    const held = holdUpload(house.ghcr, `acme/${name}`);
    await repository.commit({ files: configOf(`docker.io/library/${name}:1`) });
    await held.arrived;
    await change(repository);
    await house.github.settled();
    await house.settled(3);
    held.release();
    expect(
      await house.rows(
        `select conclusion from ghcr_mirror.runs where repository = ${repository.id} and conclusion <> 'none'`,
      ),
    ).toEqual([{ conclusion: "cancelled" }]);
    expect(house.ghcr.store.tags(`acme/${name}`)).toEqual([]);
  });
});
