import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { onPath } from "../../on-path.ts";
import { smallWorld } from "./small-world.ts";

describe("Git data", () => {
  it("is read", async () => {
    await using small = await smallWorld();
    const sha = await small.repository.commit({ files: { "a/b": "1", c: "2" }, message: "One" });
    expect(await small.get("git/get-ref", { params: { ref: "heads/main" } })).toMatchObject({
      ref: "refs/heads/main",
      object: { type: "commit", sha },
    });
    const commit = await small.get("git/get-commit", { params: { commit_sha: sha } });
    expect(commit).toMatchObject({ message: "One", parents: [], author: { name: "ada" } });
    const tree = { tree_sha: commit.tree.sha };
    const paths = (body: { tree: { path: string }[] }) => body.tree.map(({ path }) => path);
    expect(paths(await small.get("git/get-tree", { params: tree }))).toEqual(["a", "c"]);
    const whole = await small.get("git/get-tree", { params: tree, query: { recursive: "1" } });
    expect(paths(whole)).toEqual(["a", "a/b", "c"]);
  });

  it("is written object by object", async () => {
    await using small = await smallWorld();
    const base = await small.repository.commit({ files: { a: "1", b: "1" } });
    small.forget();
    const blob = await small.get("git/create-blob", { body: { content: "bmV3", encoding: "base64" } });
    const tree = await small.get("git/create-tree", {
      body: {
        base_tree: small.repository.git.commits.get(base)?.tree,
        tree: [
          { path: "a", mode: "100755", type: "blob", sha: blob.sha },
          { path: "b", mode: "100644", type: "blob", sha: null },
          { path: "c/d", mode: "100644", type: "blob", content: "text" },
        ],
      },
    });
    const commit = await small.get("git/create-commit", {
      body: { message: "By hand", tree: tree.sha, parents: [base] },
    });
    expect(small.happenings).toEqual([]);
    const params = { ref: "heads/main" };
    expect(await small.ask("git/update-ref", { params, body: { sha: commit.sha } })).toMatchObject({
      status: 200,
    });
    expect(small.heard("push")).toMatchObject([
      { before: base, after: commit.sha, head_commit: { added: ["c/d"], removed: ["b"], modified: ["a"] } },
    ]);
  });

  it("has refs that are made, moved and deleted", async () => {
    await using small = await smallWorld();
    const one = await small.repository.commit({ files: { a: "1" } });
    const two = await small.repository.commit({ files: { a: "2" } });
    const body = { ref: "refs/heads/topic", sha: two };
    const params = { ref: "heads/topic" };
    const message = async (operation: string, asked: object) => {
      const reply = await small.ask(operation, asked);
      return [reply.status, (reply.body as { message?: string } | undefined)?.message];
    };
    expect(await message("git/create-ref", { body })).toEqual([201, undefined]);
    expect(await message("git/create-ref", { body })).toEqual([422, "Reference already exists"]);
    expect(await message("git/update-ref", { params, body: { sha: one } })).toEqual([
      422,
      "Update is not a fast forward",
    ]);
    expect(await message("git/update-ref", { params, body: { sha: one, force: true } })).toEqual([
      200,
      undefined,
    ]);
    expect(await message("git/delete-ref", { params })).toEqual([204, undefined]);
    expect(await message("git/delete-ref", { params })).toEqual([422, "Reference does not exist"]);
    expect(await message("git/get-ref", { params })).toEqual([404, "Not Found"]);
  });

  it.each(["git/get-ref", "git/get-blob", "git/get-tree", "git/get-commit"])(
    "is absent in an empty repository: %s",
    async (operation) => {
      await using small = await smallWorld();
      expect(await small.ask(operation)).toMatchObject({
        status: 409,
        body: { message: "Git Repository is empty." },
      });
    },
  );

  it.skipIf(!onPath("git"))("is what git reads", async () => {
    await using small = await smallWorld();
    const { repository } = small;
    await repository.commit({ files: { "a/b.txt": "hello", a0: "1", "a.c": "2" }, message: "One" });
    await repository.commit({ files: { "a/b.txt": "again", link: { symlink: "a0" } }, message: "Two" });
    const git = (...command: string[]) =>
      execFileSync("git", [`--git-dir=${repository.git.objects.gitdir}`, ...command], { encoding: "utf8" });
    expect(git("fsck", "--strict")).toBe("");
    expect(git("log", "--format=%s by %an", "main")).toBe("Two by ada\nOne by ada\n");
    expect(git("show", "HEAD:a/b.txt")).toBe("again");
  });
});

describe("commits", () => {
  it("are listed, newest first, by path where one is given", async () => {
    await using small = await smallWorld();
    for (const name of ["a", "b", "a"]) {
      await small.repository.commit({ files: { [name]: String(Math.random()) }, message: name });
    }
    const messages = async (query: Record<string, string>) =>
      (await small.get("repos/list-commits", { query })).map(
        ({ commit }: { commit: { message: string } }) => commit.message,
      );
    expect(await messages({})).toEqual(["a", "b", "a"]);
    expect(await messages({ path: "b" })).toEqual(["b"]);
    expect(await messages({ per_page: "1", page: "2" })).toEqual(["b"]);
  });

  it("show what they changed", async () => {
    await using small = await smallWorld();
    await small.repository.commit({ files: { a: "1\n2\n3\n4\n5\n6\n" } });
    const sha = await small.repository.commit({ files: { a: "1\n2\n3\n4\nfive\n6\n", b: "new\n" } });
    expect(await small.get("repos/get-commit", { params: { ref: "main" } })).toMatchObject({
      sha,
      stats: { additions: 2, deletions: 1 },
      files: [
        { filename: "a", status: "modified", patch: "@@ -2,5 +2,5 @@\n 2\n 3\n 4\n-5\n+five\n 6" },
        { filename: "b", status: "added", patch: "@@ -0,0 +1,1 @@\n+new" },
      ],
    });
    expect(await small.get("repos/get-branch", { params: { branch: "main" } })).toMatchObject({
      commit: { sha },
    });
    expect(await small.ask("repos/get-branch", { params: { branch: "no" } })).toMatchObject({ status: 404 });
    expect(await small.ask("repos/get-commit", { params: { ref: "no" } })).toMatchObject({ status: 422 });
  });

  it("are compared", async () => {
    await using small = await smallWorld();
    const base = await small.repository.commit({ files: { a: "1" } });
    await small.repository.commit({ branch: "topic", files: { b: "1" } });
    const compare = (from: string, to: string) =>
      small.get("repos/compare-commits", { params: { base: from, head: to } });
    expect(await compare("main", "topic")).toMatchObject({
      status: "ahead",
      ahead_by: 1,
      files: [{ filename: "b" }],
    });
    expect(await compare("topic", "main")).toMatchObject({ status: "behind", behind_by: 1 });
    expect(await compare("main", base)).toMatchObject({ status: "identical", files: [] });
    await small.repository.commit({ files: { a: "2" } });
    expect(await compare("main", "topic")).toMatchObject({
      status: "diverged",
      merge_base_commit: { sha: base },
      files: [{ filename: "b" }],
    });
  });
});
