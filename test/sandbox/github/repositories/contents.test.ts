import { describe, expect, it } from "vitest";
import { smallWorld } from "./small-world.ts";

const text = (content: string) => Buffer.from(content, "base64").toString("utf8");
const at = (path: string, ref?: string) => ({ params: { path }, ...(ref && { query: { ref } }) });

describe("contents", () => {
  it("are those of the ref that is asked for", async () => {
    await using small = await smallWorld();
    const old = await small.repository.commit({ files: { ".github/mirror.yml": "one" } });
    await small.repository.commit({ files: { ".github/mirror.yml": "two" } });
    await small.repository.commit({ branch: "topic", files: { ".github/mirror.yml": "three" } });

    const read = async (ref?: string) =>
      text((await small.get("repos/get-content", at(".github/mirror.yml", ref))).content);
    expect(await read()).toBe("two");
    expect(await read(old)).toBe("one");
    expect(await read(old.slice(0, 8))).toBe("one");
    expect(await read("topic")).toBe("three");
    expect(await read("refs/heads/topic")).toBe("three");
  });

  it("list a folder", async () => {
    await using small = await smallWorld();
    const submodule = "1".repeat(40);
    await small.repository.commit({
      files: { "x/file": "hello", "x/deep/er": "1", "x/link": { symlink: "file" }, "x/sub": { submodule } },
    });
    expect(await small.get("repos/get-content", at("x/"))).toMatchObject([
      { name: "deep", path: "x/deep", type: "dir", size: 0, download_url: null },
      {
        name: "file",
        path: "x/file",
        type: "file",
        size: 5,
        sha: "b6fc4c620b67d95f953a5c1c1230aaab5db5a1b0",
      },
      { name: "link", type: "symlink" },
      { name: "sub", type: "file", sha: submodule, git_url: null },
    ]);
    expect(await small.get("repos/get-content", at(""))).toMatchObject([{ name: "x", type: "dir" }]);
  });

  it("follow links to files and show others", async () => {
    await using small = await smallWorld();
    await small.repository.commit({
      files: { "a/b.txt": "hello", "c/link": { symlink: "../a/b.txt" }, broken: { symlink: "nowhere" } },
    });
    expect(await small.get("repos/get-content", at("c/link"))).toMatchObject({
      type: "file",
      name: "link",
      content: "aGVsbG8=\n",
    });
    expect(await small.get("repos/get-content", at("broken"))).toMatchObject({
      type: "symlink",
      target: "nowhere",
    });
  });

  it("name the origin of a submodule", async () => {
    await using small = await smallWorld();
    const modules = '[submodule "lib"]\n\tpath = lib\n\turl = https://example.test/lib.git\n';
    await small.repository.commit({ files: { lib: { submodule: "1".repeat(40) }, ".gitmodules": modules } });
    expect(await small.get("repos/get-content", at("lib"))).toMatchObject({
      type: "submodule",
      submodule_git_url: "https://example.test/lib.git",
    });
  });

  it("of more than 1 MiB come from the blob alone", async () => {
    await using small = await smallWorld();
    const large = Buffer.alloc(1024 * 1024 + 1, "x");
    await small.repository.commit({ files: { large } });
    const { sha, ...file } = await small.get("repos/get-content", at("large"));
    expect(file).toMatchObject({ content: "", encoding: "none", size: large.length });
    const blob = await small.get("git/get-blob", { params: { file_sha: sha } });
    expect(Buffer.from(blob.content, "base64").equals(large)).toBe(true);
  });

  it.each([
    ["an empty repository", [], at("a"), "This repository is empty."],
    ["an absent file", [{ a: "1" }], at("b"), "Not Found"],
    ["a file as a folder", [{ a: "1" }], at("a/b"), "Not Found"],
    ["an absent ref", [{ a: "1" }], at("a", "nope"), "No commit found for the ref nope"],
  ])("are not found: %s", async (_, commits, asked, message) => {
    await using small = await smallWorld();
    for (const files of commits) await small.repository.commit({ files });
    expect(await small.ask("repos/get-content", asked)).toMatchObject({ status: 404, body: { message } });
  });
});

describe("a file", () => {
  const body = { message: "Write", content: Buffer.from("one").toString("base64") };

  it("is created, changed and deleted with commits", async () => {
    await using small = await smallWorld();
    const params = { path: "a.txt" };
    const created = await small.ask("repos/create-or-update-file-contents", { params, body });
    expect(created).toMatchObject({
      status: 201,
      body: { content: { path: "a.txt" }, commit: { message: "Write" } },
    });
    const { sha } = (await small.get("repos/get-content", at("a.txt"))) as { sha: string };

    const unseen = await small.ask("repos/create-or-update-file-contents", { params, body });
    expect(unseen).toMatchObject({ status: 422 });
    const stale = await small.ask("repos/create-or-update-file-contents", {
      params,
      body: { ...body, sha: "0".repeat(40) },
    });
    expect(stale).toMatchObject({ status: 409 });
    const changed = await small.ask("repos/create-or-update-file-contents", {
      params,
      body: { message: "Again", content: "dHdv", sha },
    });
    expect(changed).toMatchObject({ status: 200 });

    const now = await small.get("repos/get-content", at("a.txt"));
    expect(text(now.content)).toBe("two");
    const deleted = await small.ask("repos/delete-file", { params, body: { message: "Gone", sha: now.sha } });
    expect(deleted).toMatchObject({ status: 200, body: { content: null } });
    expect(await small.ask("repos/get-content", at("a.txt"))).toMatchObject({ status: 404 });
    expect(small.heard("push")).toHaveLength(3);
    expect(small.heard("push")[0]).toMatchObject({ pusher: { name: "mirror[bot]" } });
  });

  it("is written by people who may", async () => {
    await using small = await smallWorld();
    const eve = { id: small.world.nextId(), login: "eve", type: "User" } as const;
    const ask = () =>
      small.ask("repos/create-or-update-file-contents", {
        params: { path: "a" },
        body,
        actor: { kind: "user", account: eve },
      });
    expect(await ask()).toMatchObject({ status: 403 });
    small.repository.setRole("eve", "write");
    expect(await ask()).toMatchObject({ status: 201 });
    small.repository.isPrivate = true;
    small.repository.setRole("eve", "none");
    expect(await ask()).toMatchObject({ status: 404 });
  });
});
