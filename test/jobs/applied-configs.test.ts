import { expect, it } from "vitest";
import type { OpenState } from "../../src/jobs/open-state.ts";
import type { NewlyApplied } from "../../src/jobs/state.ts";
import { delivery, push, requested } from "./requests.ts";
import { describeOnBoth } from "./state-kinds.ts";

const BASE = "ghcr.io/acme/base";
const TOOLS = "ghcr.io/acme/tools";
const CONFIG: NewlyApplied = { commit: "a1", configSha: "s1", path: ".github/mirror.yml" };

async function copiers(state: OpenState, source: string): Promise<readonly string[]> {
  return (await state.configs.copying(source)).map(({ place }) => place.repository.name);
}

describeOnBoth("applied configs", (take) => {
  it("are found by what they copy from, and by their installation", async () => {
    await using kind = await take();
    const state = await kind.open();
    const apply = async (repository: number, applied: NewlyApplied, installation = 1) => {
      const [run = ""] = await requested(state, kind.db, push(repository, "a1", installation));
      await state.runs.conclude(run, "success", applied);
    };
    await apply(7, { ...CONFIG, sources: [BASE, TOOLS] });
    await apply(6, { ...CONFIG, sources: [BASE] });
    await apply(8, CONFIG, 2);
    expect(await copiers(state, BASE)).toEqual(["repository-6", "repository-7"]);
    expect(await copiers(state, TOOLS)).toEqual(["repository-7"]);
    expect(await copiers(state, "ghcr.io/acme/bas")).toEqual([]);
    const ofInstallation = await state.configs.ofInstallation(1);
    expect(ofInstallation.map(({ repository }) => repository)).toEqual([6, 7]);
    expect(await state.configs.of(8)).toMatchObject({
      place: { installation: 2, repository: push(8).repository },
      path: ".github/mirror.yml",
    });

    // What is not said stays.
    await apply(7, { commit: "b2", configSha: "s2" });
    expect(await copiers(state, TOOLS)).toEqual(["repository-7"]);
    expect(await state.configs.of(7)).toMatchObject({ configSha: "s2", path: ".github/mirror.yml" });
    await apply(7, { ...CONFIG, path: ".github/mirror.yaml", sources: [] });
    expect(await copiers(state, TOOLS)).toEqual([]);
    expect(await state.configs.of(7)).toMatchObject({ path: ".github/mirror.yaml" });
  });

  it("follow a repository that is renamed, and one that is forgotten", async () => {
    await using kind = await take();
    const state = await kind.open();
    const [run = ""] = await requested(state, kind.db, push(6));
    await state.runs.conclude(run, "success", { ...CONFIG, sources: [BASE] });
    const repository = { id: 6, owner: "umbrella", name: "new" };
    await state.intake.accept(delivery("d1"), [{ kind: "rename", repository }]);
    expect(await state.configs.copying(BASE)).toMatchObject([{ place: { installation: 1, repository } }]);
    await state.intake.accept(delivery("d2"), [{ kind: "forget-repository", repository: 6 }]);
    expect(await copiers(state, BASE)).toEqual([]);
  });
});
