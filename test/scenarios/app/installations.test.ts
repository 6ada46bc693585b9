import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configOf } from "./config-of.ts";
import { holdUpload } from "./hold-upload.ts";
import { type House, openHouse } from "./open-house.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

/** Repositories of an organization of its own, each with a config for one image. */
async function createOrganization(login: string, names: readonly string[]) {
  house.github.createOrganization(login);
  return await Promise.all(
    names.map((name) => {
      house.stock("library/shared", name);
      const files = configOf(`docker.io/library/shared:${name}`);
      return house.github.createRepository(login, name, { files });
    }),
  );
}

type Repository = Awaited<ReturnType<typeof createOrganization>>[number];
const checksOf = (repository: Repository) => repository.checks.runsOf(repository.git.branch("main") ?? "");
const stateOf = (repository: Repository) =>
  house.rows(
    `select (select count(*)::int from ghcr_mirror.applied_configs where repository = ${repository.id}) as configs,
      (select count(*)::int from ghcr_mirror.mirrored_images where repository = ${repository.id}) as images`,
  );

describe("an installation", () => {
  it("on three repositories applies the config of each", async () => {
    const repositories = await createOrganization("three", ["a", "b", "c"]);
    house.github.install("three", repositories);
    await house.settled();
    for (const repository of repositories)
      expect(checksOf(repository)).toMatchObject([{ conclusion: "success" }]);
    expect(house.ghcr.store.tags("three/shared").sort()).toEqual(["a", "b", "c"]);
  });

  it("is extended to a repository, and taken away from another", async () => {
    const [a, b] = await createOrganization("some", ["a", "b"]);
    if (!a || !b) throw new Error("two were made");
    const installation = house.github.install("some", [a]);
    await house.settled();
    expect(checksOf(b)).toEqual([]);

    house.github.addRepositories(installation, [b]);
    await house.settled();
    expect(checksOf(b)).toMatchObject([{ conclusion: "success" }]);

    house.github.removeRepositories(installation, [a]);
    await house.settled();
    expect(await stateOf(a)).toEqual([{ configs: 0, images: 0 }]);
    expect(await stateOf(b)).toEqual([{ configs: 1, images: 1 }]);

    house.github.addRepositories(installation, [a]);
    await house.settled();
    expect(checksOf(a)).toMatchObject([{ conclusion: "success" }, { conclusion: "neutral" }]);
  });

  it("that ends while a run copies ends the run: nothing more is written", async () => {
    const [repository] = await createOrganization("leaving", ["a"]);
    if (!repository) throw new Error("one was made");
    const held = holdUpload(house.ghcr, "leaving/shared");
    const installation = house.github.install("leaving", "all");
    await held.arrived;
    house.github.uninstall(installation);
    await house.github.settled();
    await house.settled(3);
    expect(
      await house.rows(`select state, conclusion from ghcr_mirror.runs where installation = ${installation}`),
    ).toEqual([{ state: "concluded", conclusion: "cancelled" }]);
    const before = house.ghcr.requests.length;
    held.release();
    await house.github.settled();
    expect(house.ghcr.requests.length).toBe(before);
    expect(house.ghcr.store.tags("leaving/shared")).toEqual([]);
    expect(await stateOf(repository)).toEqual([{ configs: 0, images: 0 }]);
  });

  it("that is suspended is left alone, and looked at when that is over", async () => {
    const [repository] = await createOrganization("asleep", ["a"]);
    if (!repository) throw new Error("one was made");
    const installation = house.github.install("asleep", "all");
    await house.settled();
    house.github.suspend(installation);
    await house.settled();
    const asked = house.github.requests.length;
    await repository.commit({ files: configOf("docker.io/library/shared:b") });
    await house.sweep();
    await house.settled();
    const requests = house.github.requests
      .slice(asked)
      .filter(({ actor }) => actor?.kind === "installation" && actor.installation === installation);
    expect(requests).toEqual([]);
    house.github.unsuspend(installation);
    await house.settled();
    expect(checksOf(repository)).toMatchObject([{ conclusion: "success" }]);
  });
});
