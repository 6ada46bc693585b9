import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { Account } from "../../../../sandbox/github/world.ts";
import { onPath } from "../../on-path.ts";
import { type SmallWorld, smallWorld } from "./small-world.ts";

const stranger: Account = { id: 7, login: "stranger", type: "User" };

/** A repository with a fork, whose branch `topic` has one file more. */
async function forked(small: SmallWorld) {
  small.world.accounts.set(stranger.login, stranger);
  const { repository } = small;
  await repository.commit({ files: { "mirror.yml": "a\n" } });
  const fork = await repository.fork(stranger);
  const head = await fork.commit({ branch: "topic", files: { "mirror.yml": "b\n" } });
  small.forget();
  return { repository, fork, head };
}

describe("a fork", () => {
  it("has the branches of its parent, and goes its own way", async () => {
    await using small = await smallWorld();
    const { repository, fork, head } = await forked(small);
    expect(fork.fullName).toBe("stranger/mirrors");
    expect(fork.git.branch("main")).toBe(repository.git.branch("main"));
    expect(repository.git.branch("topic")).toBeUndefined();
    expect(await small.get("repos/get", { params: { owner: "stranger" } })).toMatchObject({
      fork: true,
      parent: { full_name: "acme/mirrors" },
      source: { full_name: "acme/mirrors" },
    });
    await fork.close();
    expect(await small.get("git/get-commit", { params: { commit_sha: head } })).toMatchObject({ sha: head });
  });

  it.runIf(onPath("git"))("is a repository to Git itself", async () => {
    await using small = await smallWorld();
    const { repository, fork, head } = await forked(small);
    const git = (gitdir: string, ...command: string[]) =>
      execFileSync("git", [`--git-dir=${gitdir}`, ...command], { encoding: "utf8" });
    expect(git(fork.git.objects.gitdir, "show", "topic:mirror.yml")).toBe("b\n");
    expect(git(repository.git.objects.gitdir, "show", `${head}:mirror.yml`)).toBe("b\n");
    expect(git(fork.git.objects.gitdir, "fsck", "--strict")).toBe("");
  });
});

describe("a pull request from a fork", () => {
  it("says where it comes from, and is read in the base by its commits", async () => {
    await using small = await smallWorld();
    const { repository, head } = await forked(small);
    await repository.openPullRequest({ title: "Mine", head: "stranger:topic" }, stranger);
    const params = { pull_number: "1" };
    expect(await small.get("pulls/get", { params })).toMatchObject({
      head: {
        label: "stranger:topic",
        ref: "topic",
        sha: head,
        repo: { fork: true, full_name: "stranger/mirrors" },
      },
      base: { label: "acme:main", repo: { fork: false } },
      user: { login: "stranger" },
      changed_files: 1,
    });
    expect(await small.get("pulls/list", { query: { head: "stranger:topic" } })).toHaveLength(1);
    const content = await small.get("repos/get-content", {
      params: { path: "mirror.yml" },
      query: { ref: head },
    });
    expect(Buffer.from(content.content, "base64").toString()).toBe("b\n");
    expect(await small.ask("git/get-blob", { params: { file_sha: content.sha } })).toMatchObject({
      status: 200,
    });
    expect(await small.get("git/get-ref", { params: { ref: "pull/1/head" } })).toMatchObject({
      object: { sha: head },
    });
    for (const basehead of [`main...${head}`, "main...stranger:topic"]) {
      const compared = await small.get("repos/compare-commits", { params: { basehead } });
      expect(compared).toMatchObject({ status: "ahead", ahead_by: 1, files: [{ filename: "mirror.yml" }] });
    }
  });

  it("follows its branch", async () => {
    await using small = await smallWorld();
    const { repository, fork, head } = await forked(small);
    await repository.openPullRequest({ title: "Mine", head: "stranger:topic" }, stranger);
    const after = await fork.commit({ branch: "topic", files: { "mirror.yml": "c\n" }, author: stranger });
    expect(small.heard("pull_request.synchronize")).toMatchObject([
      { before: head, after, number: 1, pull_request: { head: { sha: after } } },
    ]);
    expect(repository.git.refs.get("refs/pull/1/head")).toBe(after);
    await fork.deleteBranch("topic", stranger);
    expect(small.heard("pull_request.closed")).toMatchObject([{ pull_request: { merged: false } }]);
  });

  it("has check runs that do not know of it", async () => {
    await using small = await smallWorld();
    const { repository, head } = await forked(small);
    await repository.openPullRequest({ title: "Mine", head: "stranger:topic" }, stranger);
    await small.ask("checks/create", { body: { name: "plan", head_sha: head, conclusion: "success" } });
    expect(small.heard("check_run.completed")).toMatchObject([{ check_run: { pull_requests: [] } }]);
    const listed = await small.get("checks/list-for-ref", { params: { ref: head } });
    expect(listed).toMatchObject({ total_count: 1 });
  });

  it("stays when the fork goes", async () => {
    await using small = await smallWorld();
    const { repository, fork, head } = await forked(small);
    await repository.openPullRequest({ title: "Mine", head: "stranger:topic" }, stranger);
    await fork.delete(stranger);
    expect(await small.get("pulls/get", { params: { pull_number: "1" } })).toMatchObject({
      state: "open",
      head: { label: "stranger:topic", sha: head, repo: null, user: { login: "stranger" } },
    });
    expect(await small.ask("git/get-commit", { params: { commit_sha: head } })).toMatchObject({
      status: 200,
    });
    await repository.pulls.close(repository.pulls.get(1), stranger);
    await expect(repository.pulls.reopen(repository.pulls.get(1), stranger)).rejects.toThrow(
      "Validation Failed",
    );
  });

  it.each([
    // The App is not there, so it cannot write to any branch of a fork.
    { head: "stranger:topic", app: 403, person: 201 },
    { head: "stranger:absent", app: 403, person: 422 },
    { head: "stranger:main", app: 403, person: 422 },
    { head: "nobody:topic", app: 422, person: 422 },
    { head: "acme:main", app: 422, person: 403 },
  ])("from $head is opened by the App with $app, by the owner of the fork with $person", async (asked) => {
    await using small = await smallWorld();
    await forked(small);
    const body = { title: "Topic", head: asked.head, base: "main" };
    const actor = { kind: "user", account: stranger } as const;
    const replies = [
      await small.ask("pulls/create", { body }),
      await small.ask("pulls/create", { body, actor }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([asked.app, asked.person]);
  });
});
