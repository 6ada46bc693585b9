import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Files } from "../../../sandbox/github/repositories/git/file-content.ts";
import { configOf, textOf } from "./config-of.ts";
import { listen, writesOf } from "./listen.ts";
import { type House, openHouse } from "./open-house.ts";
import { propose } from "./propose.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

/** A repository whose config, with these images, has been applied. */
async function mirroring(name: string, ...images: readonly string[]) {
  for (const image of images) house.stock(`library/${image}`, "1");
  const repository = await house.repository(name);
  await house.apply(repository, ...images.map((image) => `docker.io/library/${image}:1`));
  return repository;
}

const POLICY = ".github/mirror-policy.yml";

describe("a pull request that takes away", () => {
  it("an entry is told what is not kept up any longer; nothing is deleted, before the merge or after it", async () => {
    const repository = await mirroring("taken", "kept", "left");
    const { pull, check, comments } = await propose(house, repository, configOf("docker.io/library/kept:1"));
    expect(check()).toMatchObject({
      conclusion: "success",
      title: "Plan: 1 no longer kept up, 1 up to date",
      annotations: [],
    });
    const row =
      "| - | `docker.io/library/left:1` | `ghcr.io/acme/left:1` | stays | – | not kept up any longer |";
    expect(check().summary).toContain(row);
    expect(comments()[0]?.body).toContain(row);
    expect(check().actions.map(({ identifier }) => identifier)).toEqual(["plan"]);
    await repository.pulls.merge(pull, repository.creator);
    await house.settled();
    expect(house.ghcr.store.tags("acme/left")).toEqual(["1"]);
    expect(
      house.ghcr.requests.filter(({ method, path }) => method === "DELETE" && !path.includes("/uploads/")),
    ).toEqual([]);
  });

  it("the config is told the same of all images", async () => {
    const repository = await mirroring("all", "one-of-two", "two-of-two");
    const { pull, check, comments } = await propose(house, repository, { ".github/mirror.yml": null });
    expect(check()).toMatchObject({
      conclusion: "neutral",
      title: "Plan: the config goes away, 2 images no longer kept up",
    });
    expect(check().summary).toContain("The copies stay where they are.");
    expect(comments()).toHaveLength(1);
    await repository.pulls.merge(pull, repository.creator);
    await house.settled();
    expect(house.ghcr.store.tags("acme/one-of-two")).toEqual(["1"]);
    expect(house.ghcr.store.tags("acme/two-of-two")).toEqual(["1"]);
  });
});

describe("a pull request that gives the config another place", () => {
  it("by its other name has nothing to do, and gets no comment; merged, nothing is copied again", async () => {
    const repository = await mirroring("renamed", "moved");
    const { pull, check, comments } = await propose(house, repository, {
      ".github/mirror.yml": null,
      ".github/mirror.yaml": textOf("docker.io/library/moved:1"),
    });
    expect(check()).toMatchObject({ conclusion: "neutral", title: "Plan: nothing to do, 1 up to date" });
    expect(check().summary).toContain("Computed from `.github/mirror.yaml@");
    expect(comments()).toEqual([]);
    const uploads = house.ghcr.count({ method: "PUT" });
    await repository.pulls.merge(pull, repository.creator);
    await house.settled();
    expect(house.ghcr.count({ method: "PUT" })).toBe(uploads);
    expect(repository.checks.runsOf(repository.git.branch("main") ?? "")).toEqual([]);
  });

  it("by both names is wrong", async () => {
    const repository = await mirroring("both", "twice");
    const files = { ".github/mirror.yaml": textOf("docker.io/library/twice:1") };
    const { check, comments } = await propose(house, repository, files);
    expect(check()).toMatchObject({ conclusion: "failure", title: "1 problem in .github/mirror.yml" });
    expect(check().annotations).toMatchObject([
      { path: ".github/mirror.yml", start_line: 1, message: expect.stringContaining("keep one of the two") },
    ]);
    expect(comments()).toHaveLength(1);
  });

  it("outside of `.github` takes it away", async () => {
    const repository = await mirroring("outside", "lost");
    const { check } = await propose(house, repository, {
      ".github/mirror.yml": null,
      "mirror.yml": textOf("docker.io/library/lost:1"),
    });
    expect(check().title).toBe("Plan: the config goes away, 1 image no longer kept up");
  });
});

describe("a pull request with a wrong config", () => {
  it("is told each problem on its line, and registries are not asked; put right, the comment says so", async () => {
    const repository = await house.repository("wrong");
    house.stock("library/right", "1");
    const requests = house.hub.requests.length;
    const text = textOf("docker.io/library/right:1", "docker.io/library/Wrong:1");
    const { push, check, comments } = await propose(house, repository, {
      ".github/mirror.yml": `${text}tags: 1\n`,
    });
    expect(check()).toMatchObject({ conclusion: "failure", title: "2 problems in .github/mirror.yml" });
    expect(check().annotations).toMatchObject([
      { start_line: 4, annotation_level: "failure" },
      { start_line: 5, annotation_level: "failure" },
    ]);
    expect(check().summary).toContain("`.github/mirror.yml` has to be put right first");
    expect(check().summary).not.toContain("/mirror sync");
    expect(house.hub.requests.length).toBe(requests);
    const [comment] = comments();
    await push(configOf("docker.io/library/right:1"));
    expect(check().conclusion).toBe("success");
    expect(comments()).toEqual([comment]);
    expect(comment?.body).toContain("### Plan: 1 to copy");
    expect(comment?.body).not.toContain("problem");
  });

  it("with 120 problems has each annotated once", async () => {
    const repository = await house.repository("hundreds");
    const wrong = Array.from({ length: 120 }, (_, at) => `docker.io/library/Wrong-${at}:1`);
    const { check } = await propose(house, repository, configOf(...wrong));
    expect(check().title).toBe("120 problems in .github/mirror.yml");
    expect(check().annotations.map(({ start_line }) => start_line)).toEqual(wrong.map((_, at) => at + 3));
  });

  it("that names an image which is not there fails; what was wrong before is told, and not its fault", async () => {
    const repository = await mirroring("absent", "there");
    const there = "docker.io/library/there:1";
    const { pull, check } = await propose(house, repository, configOf(there, "docker.io/library/absent:1"));
    expect(check()).toMatchObject({ conclusion: "failure", title: "Plan: 1 would fail, 1 up to date" });
    expect(check().annotations).toMatchObject([{ start_line: 4, annotation_level: "failure" }]);
    await repository.pulls.merge(pull, repository.creator);
    await house.settled();
    house.stock("library/there", "2");
    const next = await propose(
      house,
      repository,
      configOf(there, "docker.io/library/absent:1", "docker.io/library/there:2"),
      { branch: "next" },
    );
    expect(next.check()).toMatchObject({
      conclusion: "success",
      title: expect.stringMatching(/^Plan: 1 to copy \(.*\), 1 would fail, 1 up to date$/),
      annotations: [{ start_line: 5, annotation_level: "notice" }],
    });
    expect(next.check().summary).toContain("### Pending before this change");
  });
});

describe("a pull request and policies", () => {
  it("is red where it adds what its organization forbids, with file, line and commit of the rule", async () => {
    const governing = await house.github.createRepository("acme", ".github", {
      files: { [POLICY]: 'version: 1\nsources:\n  deny:\n    - "docker.io/library/forbidden"\n' },
    });
    await house.settled();
    const commit = governing.git.branch("main")?.slice(0, 7);
    const repository = await mirroring("governed", "allowed");
    house.stock("library/forbidden", "1");
    house.hub.resetRequests();
    const { check, comments } = await propose(
      house,
      repository,
      configOf("docker.io/library/allowed:1", "docker.io/library/forbidden:1"),
    );
    expect(check()).toMatchObject({ conclusion: "failure", title: "Plan: 1 forbidden, 1 up to date" });
    expect(check().summary).toContain(`\`acme/.github: ${POLICY}:4 at ${commit}\``);
    expect(check().annotations).toMatchObject([
      { path: ".github/mirror.yml", start_line: 4, annotation_level: "failure" },
    ]);
    expect(comments()[0]?.body).toContain(`${POLICY}:4 at ${commit}`);
    expect(house.hub.requests.filter(({ path }) => path.includes("forbidden"))).toEqual([]);
  });

  it("that changes the policy of the organization is told what it means for which repositories", async () => {
    const governing = house.github.world.findRepository("acme", ".github") ?? expect.fail("nobody governs");
    const { check, comments } = await propose(house, governing, {
      [POLICY]: 'version: 1\nsources: { deny: ["docker.io/library/allowed"] }\n',
    });
    expect(check()).toMatchObject({ conclusion: "success", title: "Policy: 1 forbidden now" });
    expect(check().summary).toContain(
      "| ! | `acme/governed` | `docker.io/library/allowed:1` (`.github/mirror.yml:3`) |",
    );
    expect(comments()).toHaveLength(1);
  });

  it("that makes its own policy stricter is told what that forbids", async () => {
    const repository = await mirroring("stricter", "strict");
    const files = { [POLICY]: 'version: 1\nsources: { deny: ["docker.io/library/strict"] }\n' };
    const { check, comments } = await propose(house, repository, files);
    expect(check()).toMatchObject({ conclusion: "failure", title: expect.stringContaining("1 forbidden") });
    expect(check().summary).toContain(`acme/stricter: ${POLICY}:2`);
    expect(comments()).toHaveLength(1);
  });

  it("with a wrong policy is told so on its lines", async () => {
    const repository = await mirroring("mistaken", "unharmed");
    const { check } = await propose(house, repository, { [POLICY]: "version: 1\nsources: docker.io\n" });
    expect(check()).toMatchObject({ conclusion: "failure", title: `1 problem in ${POLICY}` });
    expect(check().annotations).toMatchObject([{ path: POLICY, start_line: 2 }]);
  });
});

describe("a comment that the config does not want", () => {
  const silent = (...images: readonly string[]): Files => ({
    ".github/mirror.yml": `${textOf(...images)}report: { comment: never }\n`,
  });

  it("is not written, whether the pull request says so or its base", async () => {
    for (const tag of ["1", "2"]) house.stock("library/quiet", tag);
    const repository = await house.repository("quiet");
    const first = await propose(house, repository, silent("docker.io/library/quiet:1"));
    expect(first.check().title).toMatch(/^Plan: 1 to copy/);
    expect(first.comments()).toEqual([]);
    await repository.pulls.merge(first.pull, repository.creator);
    await house.settled();
    const asked = listen(house, repository);
    const config = configOf("docker.io/library/quiet:1", "docker.io/library/quiet:2");
    const second = await propose(house, repository, config, { branch: "second" });
    expect(second.check().conclusion).toBe("success");
    expect(second.comments()).toEqual([]);
    expect(writesOf(asked)).toEqual(["POST check-runs"]);
  });
});
