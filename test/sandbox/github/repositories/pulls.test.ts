import { describe, expect, it } from "vitest";
import { type SmallWorld, smallWorld } from "./small-world.ts";

/** A repository with a pull request, the branch `topic` into `main`. */
async function proposed(small: SmallWorld, isDraft = false) {
  const { repository } = small;
  await repository.commit({ files: { a: "1\n", b: "1\n" } });
  const head = await repository.commit({ branch: "topic", files: { a: "2\n" } });
  await repository.commit({ files: { b: "2\n" } });
  const pull = await repository.openPullRequest({ title: "Topic", head: "topic", isDraft });
  small.forget();
  return { repository, pull, head };
}

describe("a pull request", () => {
  it("is closed and opened again", async () => {
    await using small = await smallWorld();
    const { repository, pull } = await proposed(small);
    await repository.pulls.close(pull, small.ada);
    const asked = { params: { issue_number: "1" }, body: { state: "open" } };
    expect(await small.get("issues/update", asked)).toMatchObject({ state: "open", state_reason: null });
    expect(small.heard("pull_request.closed")).toMatchObject([
      { pull_request: { merged: false, merged_at: null } },
    ]);
    expect(small.heard("pull_request.reopened")).toHaveLength(1);
    expect(small.heard("issues.reopened")).toEqual([]);
  });

  it("is merged with a commit of its own", async () => {
    await using small = await smallWorld();
    const { repository, pull, head } = await proposed(small);
    const base = repository.git.branch("main") ?? "";
    const merge = await repository.pulls.merge(pull, small.ada);
    expect(repository.git.branch("main")).toBe(merge);
    const commit = repository.git.commits.get(merge);
    expect(commit).toMatchObject({
      parents: [base, head],
      message: expect.stringContaining("#1 from acme/topic"),
    });
    expect(commit && (await repository.git.readText(commit, "a"))).toBe("2\n");
    expect(commit && (await repository.git.readText(commit, "b"))).toBe("2\n");
    expect(small.heard("push")).toMatchObject([{ ref: "refs/heads/main", before: base, after: merge }]);
    expect(small.heard("pull_request.closed")).toMatchObject([
      { pull_request: { merged: true, merge_commit_sha: merge, merged_by: { login: "ada" } } },
    ]);
    await expect(repository.pulls.merge(pull, small.ada)).rejects.toThrow("not mergeable");
    await expect(repository.pulls.reopen(pull, small.ada)).rejects.toThrow("Validation Failed");
  });

  it("is not merged where both have changed a file", async () => {
    await using small = await smallWorld();
    const { repository, pull } = await proposed(small);
    const base = await repository.commit({ files: { a: "3\n" } });
    await expect(repository.pulls.merge(pull, small.ada)).rejects.toThrow("not mergeable");
    expect(repository.git.branch("main")).toBe(base);
    expect(pull.state).toBe("open");
  });

  it("is merged by a push of its commits", async () => {
    await using small = await smallWorld();
    const { repository, head } = await proposed(small);
    await repository.forcePush("main", head);
    expect(small.heard("pull_request.closed")).toMatchObject([
      { pull_request: { merged: true, merge_commit_sha: head } },
    ]);
  });

  it("is let into another branch", async () => {
    await using small = await smallWorld();
    const { repository, pull } = await proposed(small);
    const main = repository.git.branch("main");
    const next = await repository.commit({ branch: "next", files: { c: "1" } });
    await repository.pulls.retarget(pull, "next", small.ada);
    expect(small.heard("pull_request.edited")).toMatchObject([
      {
        changes: { base: { ref: { from: "main" }, sha: { from: main } } },
        pull_request: { base: { ref: "next", sha: next } },
      },
    ]);
    await expect(repository.pulls.retarget(pull, "absent", small.ada)).rejects.toThrow("Validation Failed");
    await repository.renameBranch("next", "later");
    expect(pull).toMatchObject({ state: "open", pull: { base: "later" } });
    await repository.deleteBranch("later");
    expect(pull.state).toBe("closed");
  });

  it("is a draft, and ready", async () => {
    await using small = await smallWorld();
    const { repository, pull } = await proposed(small, true);
    expect(await small.get("pulls/get", { params: { pull_number: "1" } })).toMatchObject({ draft: true });
    await expect(repository.pulls.merge(pull, small.ada)).rejects.toThrow("not mergeable");
    await repository.pulls.markReady(pull, small.ada);
    expect(small.heard("pull_request.ready_for_review")).toMatchObject([{ pull_request: { draft: false } }]);
    await repository.pulls.convertToDraft(pull, small.ada);
    expect(small.heard("pull_request.converted_to_draft")).toHaveLength(1);
  });

  it("is not opened without anything new", async () => {
    await using small = await smallWorld();
    await small.repository.commit({ files: { a: "1" } });
    await small.repository.moveRef({
      ref: "refs/heads/topic",
      after: small.repository.git.branch("main"),
      pusher: small.ada,
    });
    const body = { title: "Nothing", head: "topic", base: "main" };
    expect(await small.ask("pulls/create", { body })).toMatchObject({
      status: 422,
      body: { errors: [{ message: "No commits between acme:main and acme:topic" }] },
    });
  });
});

describe("a merge queue", () => {
  it("asks for the checks of a group, and merges it", async () => {
    await using small = await smallWorld();
    const { repository, pull } = await proposed(small);
    const base = repository.git.branch("main") ?? "";
    const group = await repository.mergeQueue.add(pull, small.ada);
    expect(group).toMatchObject({ base, branch: `gh-readonly-queue/main/pr-1-${base}` });
    expect(small.heard("merge_group.checks_requested")).toMatchObject([
      {
        merge_group: {
          head_sha: group.head,
          head_ref: `refs/heads/${group.branch}`,
          base_sha: base,
          base_ref: "refs/heads/main",
        },
      },
    ]);
    expect(repository.git.branch(group.branch)).toBe(group.head);
    await repository.mergeQueue.merge(group, small.ada);
    expect(repository.git.branch("main")).toBe(group.head);
    expect(repository.git.branch(group.branch)).toBeUndefined();
    expect(small.heard("pull_request.closed")).toMatchObject([{ pull_request: { merged: true } }]);
    expect(small.heard("merge_group.destroyed")).toMatchObject([{ reason: "merged" }]);
  });

  it("drops what is red, and merges nothing whose base has moved", async () => {
    await using small = await smallWorld();
    const { repository, pull } = await proposed(small);
    const group = await repository.mergeQueue.add(pull, small.ada);
    await repository.commit({ files: { c: "1" } });
    await expect(repository.mergeQueue.merge(group, small.ada)).rejects.toThrow("Base branch was modified");
    await repository.mergeQueue.drop(group, "invalidated", small.ada);
    expect(small.heard("merge_group.destroyed")).toMatchObject([{ reason: "invalidated" }]);
    expect(small.heard("pull_request.dequeued")).toHaveLength(1);
    expect(pull.state).toBe("open");
  });
});
