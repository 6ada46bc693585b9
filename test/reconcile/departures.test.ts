import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { status } from "../../sandbox/registry/fault-acts.ts";
import { setPlainStage } from "../scenarios/stage.ts";
import { ALL, EXACT, setMirroredStage } from "./mirrored-stage.ts";

describe("what was brought and is not meant any longer", () => {
  const names = (images: readonly { readonly destination: string }[] = []) =>
    images.map(({ destination }) => destination);

  it("has vanished where the source lacks what a search would find, and costs no request", async () => {
    await using mirrored = await setMirroredStage();
    const { stage, history } = mirrored;
    const { digest } = generateImage({ seed: "1.3", layers: 1 }).root;
    stage.hub.store.deleteTag("library/app", "1.3");
    const { images, departed, summary } = await stage.sync(ALL, { history });
    expect(images.filter(({ isVanished }) => isVanished)).toMatchObject([
      { source: "docker.io/library/app:1.3", action: "up-to-date", isBelieved: true, digest },
    ]);
    expect([summary.upToDate, departed, stage.ghcr.count()]).toEqual([20, [], 0]);
    const only = ["docker.io/library/app:1.4"];
    expect(names((await stage.sync(ALL, { history, only })).images)).toEqual(["ghcr.io/acme/app:1.4"]);
  });

  it("has vanished by its exact tag without a request, too, as long as it is trusted", async () => {
    await using mirrored = await setMirroredStage(EXACT);
    const { stage, history } = mirrored;
    stage.hub.store.deleteTag("library/app", "1.3");
    const { images, departed } = await stage.sync(EXACT, { history });
    expect(images[3]).toMatchObject({ isVanished: true, isBelieved: true });
    expect([departed, stage.ghcr.count()]).toEqual([[], 0]);
  });

  it("has departed where nothing selects it", async () => {
    await using mirrored = await setMirroredStage();
    const { stage, history } = mirrored;
    const { departed } = await stage.sync(`- { source: app, tags: ["1.1*"] }`, { history });
    expect(departed?.[0]).toEqual({
      source: "docker.io/library/app:1.0",
      destination: "ghcr.io/acme/app:1.0",
      digest: history.all[0]?.digest,
      line: 3,
      why: "tags no longer match",
    });
    expect(names(departed)).toEqual(
      ["0", "2", "3", "4", "5", "6", "7", "8", "9"].map((n) => `ghcr.io/acme/app:1.${n}`),
    );
  });

  it("is told of entries that were looked at as a whole, by who knows what was brought", async () => {
    await using mirrored = await setMirroredStage();
    const { stage, history } = mirrored;
    const one = `- { source: app, tags: ["1.1"] }`;
    const departed = (only: readonly string[]) =>
      stage.plan(one, { history, only }).then((plan) => plan.departed);
    expect(await departed(["docker.io/library/app:*"])).toHaveLength(19);
    expect(await departed(["docker.io/library/app:1.2"])).toEqual([]);
    expect(await departed(["docker.io/library/other:*"])).toEqual([]);
    expect((await stage.plan(one)).departed).toBeUndefined();
    stage.hub.faults.add({ when: { kind: "tags" }, act: status(403) });
    expect((await stage.plan(`- { source: app, tags: ["2*"] }`, { history })).departed).toEqual([]);
  });
});

describe("the report of what was selected", () => {
  it("is of the entries that search, with why the rest was left", async () => {
    await using mirrored = await setMirroredStage();
    const { stage } = mirrored;
    const mirrors = `- { source: app, tags: ["1.1*"], exclude: ["1.11"] }\n- { source: app, to: b, tags: ["1.3"] }`;
    const { selections } = await stage.plan(mirrors);
    expect(selections).toMatchObject([
      { source: "docker.io/library/app", line: 3, available: 20, selected: 10 },
    ]);
    expect(selections?.[0]?.left.reduce((sum, { count }) => sum + count, 0)).toBe(10);
  });

  it("stands for what could not be listed by globs alone, each once", async () => {
    await using stage = await setPlainStage();
    stage.hub.faults.add({ when: { kind: "tags" }, act: status(403) });
    const mirrors = `- { source: app, tags: ["1*", { regex: "[0-9]+" }, { semver: ">=1 <2" }] }`;
    const { images, selections } = await stage.plan(mirrors);
    expect(images.map(({ source }) => source)).toEqual([
      "docker.io/library/app:1*",
      "docker.io/library/app:*",
    ]);
    expect(selections).toEqual([]);
  });
});
