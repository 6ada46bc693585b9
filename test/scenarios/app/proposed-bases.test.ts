import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configOf } from "./config-of.ts";
import { type House, openHouse } from "./open-house.ts";
import { propose, told } from "./propose.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

describe("the base of a pull request", () => {
  it("that is not the default branch is said, and nothing is carried out there", async () => {
    house.stock("library/released", "1");
    const repository = await house.repository("released");
    await repository.commit({ branch: "release", files: { "NEWS.md": "1.0" } });
    const config = configOf("docker.io/library/released:1");
    const { pull, check } = await propose(house, repository, config, { base: "release" });
    expect(check().summary).toContain(
      "`release` is not the default branch: nothing of this takes effect before it is merged into `main`.",
    );
    expect(check().annotations).toMatchObject([{ start_line: 3 }]);
    await repository.pulls.merge(pull, repository.creator);
    await house.settled();
    expect(house.ghcr.store.hasRepository("acme/released")).toBe(false);
  });

  it("that becomes another one makes another plan, in the same comment", async () => {
    for (const tag of ["1", "2"]) house.stock("library/based", tag);
    const repository = await house.repository("based");
    await house.apply(repository, "docker.io/library/based:1");
    const both = configOf("docker.io/library/based:1", "docker.io/library/based:2");
    const root = repository.git.branch("main") ?? "";
    await repository.commit({ branch: "next", files: both });
    const { pull, check, checks, comments } = await propose(house, repository, {
      ...both,
      "README.md": "Two",
    });
    expect(check().title).toMatch(/^Plan: 1 to copy/);
    const head = pull.pull.headSha;
    await repository.pulls.retarget(pull, "next", repository.creator);
    await house.settled();
    // Seen from where the two branched off, it still adds the second one.
    expect(repository.git.branch("main")).toBe(root);
    expect(checks()).toHaveLength(2);
    expect(check().summary).toContain("`next` is not the default branch");
    expect(comments()).toHaveLength(1);
    expect(comments()[0]?.body).toContain("`next` is not the default branch");
    await repository.pulls.retarget(pull, "main", repository.creator);
    await house.settled();
    expect(pull.pull.headSha).toBe(head);
    expect(checks()).toHaveLength(3);
    expect(comments()[0]?.body).toContain("Takes effect after merge.");
  });

  it("that has the same config as the head makes its plan void", async () => {
    house.stock("library/void", "1");
    const repository = await house.repository("void");
    await repository.commit({ branch: "next", files: configOf("docker.io/library/void:1") });
    const sha = await repository.commit({
      branch: "topic",
      parent: repository.git.branch("next") ?? "",
      files: { "README.md": "More" },
    });
    const pull = await repository.openPullRequest({ title: "More", head: "topic" });
    await house.settled();
    const { check, comments } = told(house, repository, pull);
    expect(check().title).toMatch(/^Plan: 1 to copy/);
    await repository.pulls.retarget(pull, "next", repository.creator);
    await house.settled();
    expect(repository.checks.runsOf(sha)).toHaveLength(1);
    expect(check()).toMatchObject({
      conclusion: "neutral",
      title: "This pull request does not change the config any more",
    });
    expect(comments().map(({ body }) => body)).toEqual([
      `<!-- ghcr-mirror:${house.github.app.id}:plan -->\n### This pull request does not change the config any more`,
    ]);
  });
});
