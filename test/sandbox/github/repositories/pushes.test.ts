import { describe, expect, it } from "vitest";
import { NO_COMMIT } from "../../../../sandbox/github/repositories/git/commit.ts";
import { smallWorld } from "./small-world.ts";

const refOf = (payload: Readonly<Record<string, unknown>>) => payload["ref"];

describe("a push", () => {
  it("tells what came, and of the suite that goes with it", async () => {
    await using small = await smallWorld();
    const { repository, heard, ada } = small;
    const first = await repository.commit({
      files: { "a.txt": "1", "b.txt": "1" },
      message: "One",
      author: ada,
    });
    small.forget();
    const second = await repository.commit({ files: { "a.txt": "2", "b.txt": null, "c/d.txt": "1" } });

    expect(heard("push")).toMatchObject([
      {
        ref: "refs/heads/main",
        before: first,
        after: second,
        created: false,
        deleted: false,
        forced: false,
        head_commit: { id: second, added: ["c/d.txt"], removed: ["b.txt"], modified: ["a.txt"] },
        commits: [{ id: second, distinct: true }],
        pusher: { name: "ada" },
      },
    ]);
    expect(heard("check_suite.requested")).toMatchObject([
      { check_suite: { head_sha: second, head_branch: "main", before: first, status: "queued" } },
    ]);
    expect(small.happenings.map(({ event }) => event)).toEqual(["push", "check_suite"]);
  });

  it("makes a branch", async () => {
    await using small = await smallWorld();
    const sha = await small.repository.commit({ files: { a: "1" } });
    expect(small.heard("create")).toMatchObject([{ ref: "main", ref_type: "branch" }]);
    expect(small.heard("push")).toMatchObject([
      { before: NO_COMMIT, after: sha, created: true, commits: [{ id: sha }] },
    ]);
  });

  it("to a new branch starts from the default branch and lists what is new", async () => {
    await using small = await smallWorld();
    const base = await small.repository.commit({ files: { a: "1" } });
    small.forget();
    const sha = await small.repository.commit({ branch: "topic", files: { b: "1" } });
    expect(small.heard("push")).toMatchObject([
      { ref: "refs/heads/topic", created: true, commits: [{ id: sha }] },
    ]);
    expect(small.repository.git.commits.get(sha)?.parents).toEqual([base]);
  });

  it("by force leaves commits behind", async () => {
    await using small = await smallWorld();
    const one = await small.repository.commit({ files: { a: "1" } });
    const two = await small.repository.commit({ files: { a: "2" } });
    small.forget();
    const other = await small.repository.commit({ files: { a: "3" }, parent: one });
    await small.repository.forcePush("main", one);
    expect(small.heard("push")).toMatchObject([
      { before: two, after: other, forced: true, commits: [{ id: other }] },
      { before: other, after: one, forced: true, commits: [], head_commit: { id: one } },
    ]);
  });

  it("deletes a branch", async () => {
    await using small = await smallWorld();
    const sha = await small.repository.commit({ files: { a: "1" } });
    await small.repository.commit({ branch: "topic" });
    await small.repository.forcePush("topic", sha);
    small.forget();
    await small.repository.deleteBranch("topic");
    expect(small.heard("delete")).toMatchObject([{ ref: "topic", ref_type: "branch" }]);
    expect(small.heard("push")).toMatchObject([
      { before: sha, after: NO_COMMIT, deleted: true, head_commit: null, commits: [] },
    ]);
    expect(small.heard("check_suite.requested")).toEqual([]);
  });

  it("renames the default branch", async () => {
    await using small = await smallWorld();
    const sha = await small.repository.commit({ files: { a: "1" } });
    small.forget();
    await small.repository.renameBranch("main", "trunk");
    expect(small.heard("push").map(refOf)).toEqual(["refs/heads/trunk", "refs/heads/main"]);
    expect(small.heard("push")[0]).toMatchObject({ after: sha, base_ref: "refs/heads/main", commits: [] });
    expect(small.heard("repository.edited")).toMatchObject([
      { changes: { default_branch: { from: "main" } } },
    ]);
    expect(await small.get("repos/get")).toMatchObject({ default_branch: "trunk" });
  });

  it("lists 2,048 commits of many, and takes a moment", async () => {
    await using small = await smallWorld();
    await small.repository.commit({ files: { a: "1" } });
    small.forget();
    const changes = Array.from({ length: 2100 }, (_, index) => ({ message: `Number ${index}` }));
    const sha = await small.repository.push(changes);
    const [payload] = small.heard("push");
    expect(payload?.["commits"]).toHaveLength(2048);
    expect(payload).toMatchObject({ after: sha, head_commit: { id: sha, message: "Number 2099" } });
  });

  it("keeps the order of pushes that are made at once", async () => {
    await using small = await smallWorld();
    const shas = await Promise.all(
      ["1", "2", "3"].map((content) => small.repository.commit({ files: { a: content } })),
    );
    expect(small.heard("push").map((payload) => payload["after"])).toEqual(shas);
    expect(small.repository.git.commits.get(shas[2] ?? "")?.parents).toEqual([shas[1]]);
  });
});

describe("a repository", () => {
  it("is renamed, transferred, archived, unarchived and deleted", async () => {
    await using small = await smallWorld();
    const { repository, world, heard } = small;
    repository.rename("copies");
    repository.transfer({ id: world.nextId(), login: "umbrella", type: "Organization" });
    repository.archive();
    repository.unarchive();
    expect(world.findRepository("Acme", "Mirrors")).toBe(repository);
    await repository.delete();

    expect(heard("repository.renamed")).toMatchObject([
      { changes: { repository: { name: { from: "mirrors" } } } },
    ]);
    expect(heard("repository.transferred")).toMatchObject([
      { changes: { owner: { from: { organization: { login: "acme" } } } } },
    ]);
    expect(small.happenings.map(({ payload }) => payload["action"])).toEqual([
      "renamed",
      "transferred",
      "archived",
      "unarchived",
      "deleted",
    ]);
    expect(world.findRepository("umbrella", "copies")).toBeUndefined();
  });

  it("refuses writes while it is archived", async () => {
    await using small = await smallWorld();
    const head_sha = await small.repository.commit({ files: { a: "1" } });
    small.repository.archive();
    expect(await small.ask("checks/create", { body: { name: "c", head_sha } })).toMatchObject({
      status: 403,
      body: { message: "Repository was archived so is read-only." },
    });
    expect(await small.ask("repos/get")).toMatchObject({ status: 200, body: { archived: true } });
  });
});
