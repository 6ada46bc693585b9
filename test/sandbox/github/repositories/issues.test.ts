import { describe, expect, it } from "vitest";
import { smallWorld } from "./small-world.ts";

const issue = (number: number) => ({ issue_number: String(number) });

describe("issues", () => {
  it("are opened, changed, closed and listed", async () => {
    await using small = await smallWorld();
    small.repository.openIssue("First", "Text", small.ada);
    await small.ask("issues/create", { body: { title: "Second" } });
    const update = (body: object) => small.get("issues/update", { params: issue(1), body });
    expect(await update({ title: "1st" })).toMatchObject({ title: "1st", body: "Text", state: "open" });
    expect(await update({ state: "closed", state_reason: "not_planned" })).toMatchObject({
      state: "closed",
      state_reason: "not_planned",
    });
    expect(await update({ state: "open" })).toMatchObject({ state: "open", closed_at: null });
    expect(await small.get("issues/list-for-repo", { query: { creator: "mirror[bot]" } })).toMatchObject([
      { number: 2, performed_via_github_app: { slug: "mirror" } },
    ]);
    expect(await small.get("issues/get", { params: issue(1) })).toMatchObject({ user: { login: "ada" } });
    expect(await small.ask("issues/get", { params: issue(3) })).toMatchObject({ status: 404 });
    expect(small.happenings.map(({ payload }) => payload["action"])).toEqual([
      "opened",
      "opened",
      "edited",
      "closed",
      "reopened",
    ]);
    expect(small.heard("issues.edited")).toMatchObject([{ changes: { title: { from: "First" } } }]);
  });

  it("have comments", async () => {
    await using small = await smallWorld();
    const { repository, ada } = small;
    repository.openIssue("First");
    const { id } = repository.comment(1, ada, "/mirror sync");
    expect(small.heard("issue_comment.created")).toMatchObject([
      { comment: { id, body: "/mirror sync" }, issue: { number: 1, comments: 1 } },
    ]);
    const answer = await small.get("issues/create-comment", { params: issue(1), body: { body: "Done" } });
    const params = { comment_id: String(answer.id) };
    await small.ask("issues/update-comment", { params, body: { body: "Done." } });
    expect(small.heard("issue_comment.edited")).toMatchObject([{ changes: { body: { from: "Done" } } }]);
    expect(await small.get("issues/get-comment", { params })).toMatchObject({ body: "Done." });
    expect(await small.get("issues/list-comments", { params: issue(1) })).toMatchObject([
      { user: { login: "ada" } },
      { user: { login: "mirror[bot]", type: "Bot" } },
    ]);
  });

  it.each([
    [65_536, 201],
    [65_537, 422],
  ])("take a comment of %i characters with %i", async (length, status) => {
    await using small = await smallWorld();
    small.repository.openIssue("First");
    const body = { body: "😀".repeat(length) };
    expect(await small.ask("issues/create-comment", { params: issue(1), body })).toMatchObject({ status });
  });

  it("take each reaction of somebody once", async () => {
    await using small = await smallWorld();
    small.repository.openIssue("First");
    const { id } = small.repository.comment(1, small.ada, "Hi");
    const asked = { params: { comment_id: String(id) }, body: { content: "eyes" } };
    expect(await small.ask("reactions/create-for-issue-comment", asked)).toMatchObject({ status: 201 });
    expect(await small.ask("reactions/create-for-issue-comment", asked)).toMatchObject({ status: 200 });
    expect(await small.get("issues/get-comment", asked)).toMatchObject({
      reactions: { total_count: 1, eyes: 1 },
    });
    const onIssue = { params: issue(1), body: { content: "+1" } };
    expect(await small.ask("reactions/create-for-issue", onIssue)).toMatchObject({ status: 201 });
  });
});

describe("pull requests", () => {
  it("show what they change, and follow their branch", async () => {
    await using small = await smallWorld();
    const { repository } = small;
    await repository.commit({ files: { a: "1\n" } });
    await repository.commit({ branch: "topic", files: { a: "2\n" } });
    await repository.commit({ files: { other: "1" } });
    await repository.openPullRequest({ title: "Topic", head: "topic", body: "Please" });
    const params = { pull_number: "1" };
    expect(small.heard("pull_request.opened")).toMatchObject([
      { number: 1, pull_request: { title: "Topic" } },
    ]);
    expect(await small.get("pulls/get", { params })).toMatchObject({
      commits: 1,
      additions: 1,
      deletions: 1,
    });
    expect(await small.get("pulls/list-files", { params })).toMatchObject([
      { filename: "a", status: "modified" },
    ]);

    const after = await repository.commit({ branch: "topic", files: { b: "1" } });
    expect(small.heard("pull_request.synchronize")).toMatchObject([
      { after, pull_request: { changed_files: 2 } },
    ]);
    expect(await small.get("pulls/list", { query: { head: "acme:topic" } })).toMatchObject([
      { number: 1, head: { sha: after } },
    ]);
    expect(await small.get("issues/list-for-repo")).toMatchObject([{ number: 1, pull_request: {} }]);
  });

  it("are opened once for two branches that are there", async () => {
    await using small = await smallWorld();
    await small.repository.commit({ files: { a: "1" } });
    await small.repository.commit({ branch: "topic", files: { a: "2" } });
    const create = (head: string) =>
      small.ask("pulls/create", { body: { title: "Topic", head, base: "main" } });
    expect(await create("acme:topic")).toMatchObject({ status: 201 });
    expect(await create("topic")).toMatchObject({
      status: 422,
      body: { errors: [{ message: "A pull request already exists for acme:topic." }] },
    });
    expect(await create("absent")).toMatchObject({ status: 422, body: { errors: [{ field: "head" }] } });
  });
});

describe("permissions", () => {
  it.each([
    ["admin", "admin"],
    ["maintain", "write"],
    ["write", "write"],
    ["triage", "read"],
    ["read", "read"],
    ["none", "none"],
  ] as const)("of the role %s are %s", async (role, permission) => {
    await using small = await smallWorld();
    small.repository.setRole("ada", role);
    const asked = { params: { username: "ada" } };
    expect(await small.get("repos/get-collaborator-permission-level", asked)).toMatchObject({
      permission,
      role_name: role,
      user: { login: "ada" },
    });
  });

  it("of strangers are those of everybody", async () => {
    await using small = await smallWorld();
    const ask = (username: string) =>
      small.ask("repos/get-collaborator-permission-level", { params: { username } });
    expect(await ask("octocat")).toMatchObject({ body: { permission: "read" } });
    small.repository.isPrivate = true;
    expect(await ask("octocat")).toMatchObject({ body: { permission: "none" } });
    expect(await ask("nobody")).toMatchObject({ status: 404 });
  });
});
