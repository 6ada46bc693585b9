import { describe, expect, it } from "vitest";
import { registerApp } from "../../../../sandbox/github/apps/register-app.ts";
import type { Account } from "../../../../sandbox/github/world.ts";
import { type SmallWorld, smallWorld } from "./small-world.ts";

const eve: Account = { id: 8, login: "eve", type: "User" };
const issue = { issue_number: "1" };

/** Comments, reacts and edits as the App, and resolves to the statuses. */
async function talk(small: SmallWorld, comment: number) {
  const params = { comment_id: String(comment) };
  const replies = [
    await small.ask("issues/create-comment", { params: issue, body: { body: "Hello" } }),
    await small.ask("issues/update-comment", { params, body: { body: "Hello!" } }),
    await small.ask("reactions/create-for-issue-comment", { params, body: { content: "eyes" } }),
  ];
  return replies.map(({ status, body }) => [status, (body as { message?: string }).message]);
}

async function conversation() {
  const small = await smallWorld();
  small.world.accounts.set(eve.login, eve);
  const opened = small.repository.openIssue("First", "Text");
  const { id } = small.repository.comment(1, small.world.app.bot, "Ours");
  small.forget();
  return { small, opened, id, ...small };
}

describe("a locked conversation", () => {
  it("goes on among those who may write, and without Apps", async () => {
    const { small, repository, opened, id, ada } = await conversation();
    await using _ = small;
    await repository.issues.lock(opened, ada, "too heated");
    expect(small.heard("issues.locked")).toMatchObject([
      { issue: { locked: true, active_lock_reason: "too heated" } },
    ]);
    expect(await talk(small, id)).toEqual([
      [403, "Unable to create comment because issue is locked."],
      [403, "Unable to update comment because issue is locked."],
      [403, "Unable to create reaction because issue is locked."],
    ]);
    expect(() => repository.comment(1, eve, "Let me")).toThrow("issue is locked");
    repository.comment(1, ada, "I may");
    await repository.issues.unlock(opened, ada);
    expect((await talk(small, id)).map(([status]) => status)).toEqual([201, 200, 201]);
    expect(await small.get("issues/get", { params: issue })).toMatchObject({ locked: false });
  });

  it("can be that of a pull request", async () => {
    await using small = await smallWorld();
    const { repository, ada } = small;
    await repository.commit({ files: { a: "1" } });
    await repository.commit({ branch: "topic", files: { a: "2" } });
    const pull = await repository.openPullRequest({ title: "Topic", head: "topic" });
    await repository.issues.lock(pull, ada);
    expect(small.heard("pull_request.locked")).toMatchObject([
      { pull_request: { locked: true, active_lock_reason: null } },
    ]);
    expect(await small.ask("issues/create-comment", { params: issue, body: { body: "Hi" } })).toMatchObject({
      status: 403,
    });
  });
});

describe("a comment", () => {
  it("is edited and deleted by people", async () => {
    const { small, repository, ada, id } = await conversation();
    await using _ = small;
    const comment = repository.comment(1, ada, "/mirror sync");
    repository.issues.changeComment(comment, "/mirror help", ada);
    repository.issues.deleteComment(comment, ada);
    expect(small.heard("issue_comment.edited")).toMatchObject([
      { changes: { body: { from: "/mirror sync" } } },
    ]);
    expect(small.heard("issue_comment.deleted")).toMatchObject([
      { comment: { id: comment.id }, issue: { comments: 1 } },
    ]);
    expect((await talk(small, comment.id)).map(([status]) => status)).toEqual([201, 404, 404]);
    const params = { comment_id: String(comment.id) };
    expect(await small.ask("issues/get-comment", { params })).toMatchObject({ status: 404 });
    const asked = {
      params: { comment_id: String(id) },
      body: { body: "Mine" },
      actor: { kind: "user", account: eve },
    } as const;
    expect(await small.ask("issues/update-comment", asked)).toMatchObject({ status: 403 });
  });

  it("is by other bots, and by people through an App", async () => {
    const { small, world, repository, ada } = await conversation();
    await using _ = small;
    const other = registerApp({ name: "mirror staging" }, { ...world, owner: ada });
    world.otherApps.push(other);
    repository.comment(1, other.bot, "Theirs");
    repository.comment(1, ada, "Through an App", other);
    expect(await small.get("issues/list-comments", { params: issue })).toMatchObject([
      { user: { login: "mirror[bot]" }, performed_via_github_app: { slug: "mirror" } },
      {
        user: { login: "mirror-staging[bot]", type: "Bot" },
        performed_via_github_app: { slug: "mirror-staging" },
      },
      { user: { login: "ada", type: "User" }, performed_via_github_app: { slug: "mirror-staging" } },
    ]);
  });
});

describe("an issue", () => {
  it("is edited and emptied by people", async () => {
    const { small, repository, opened } = await conversation();
    await using _ = small;
    await repository.issues.change(opened, { body: "- [x] Text" }, eve);
    await repository.issues.change(opened, { body: "" }, eve);
    await repository.issues.change(opened, { body: "" }, eve);
    expect(small.heard("issues.edited")).toMatchObject([
      { changes: { body: { from: "Text" } } },
      { changes: { body: { from: "- [x] Text" } }, issue: { body: null } },
    ]);
    expect(small.happenings.at(-1)?.sender).toBe(eve);
  });

  it("is deleted, and its comments with it", async () => {
    const { small, repository, opened, ada, id } = await conversation();
    await using _ = small;
    repository.issues.delete(opened, ada);
    expect(small.heard("issues.deleted")).toMatchObject([{ issue: { number: 1 } }]);
    const gone = { status: 410, body: { message: "This issue was deleted" } };
    expect(await small.ask("issues/get", { params: issue })).toMatchObject(gone);
    expect(await small.ask("issues/update", { params: issue, body: { title: "x" } })).toMatchObject(gone);
    expect((await talk(small, id)).map(([status]) => status)).toEqual([410, 404, 404]);
    expect(await small.get("issues/list-for-repo", { query: { state: "all" } })).toEqual([]);
    expect(repository.openIssue("Second").number).toBe(2);
  });
});

describe("a repository", () => {
  it("with limited interactions hears its collaborators only", async () => {
    const { small, repository, opened, ada, id } = await conversation();
    await using _ = small;
    repository.interactions = "collaborators_only";
    const refusal =
      /^An owner of this repository has limited the ability to .+ to users that are collaborators/;
    expect(await talk(small, id)).toEqual(Array(3).fill([403, expect.stringMatching(refusal)]));
    expect(await small.ask("issues/create", { body: { title: "x" } })).toMatchObject({ status: 403 });
    expect(await small.ask("issues/update", { params: issue, body: { body: "x" } })).toMatchObject({
      status: 403,
    });
    await expect(repository.issues.change(opened, { title: "x" }, eve)).rejects.toThrow(refusal);
    repository.comment(1, ada, "I may");
    repository.setRole("eve", "read");
    repository.comment(1, eve, "And I");
  });

  it("without issues has pull requests all the same", async () => {
    const { small, repository } = await conversation();
    await using _ = small;
    await repository.commit({ files: { a: "1" } });
    await repository.commit({ branch: "topic", files: { a: "2" } });
    await repository.openPullRequest({ title: "Topic", head: "topic" });
    repository.hasIssues = false;
    const disabled = { status: 410, body: { message: "Issues are disabled for this repo" } };
    expect(await small.ask("issues/create", { body: { title: "x" } })).toMatchObject(disabled);
    expect(await small.ask("issues/get", { params: issue })).toMatchObject(disabled);
    expect(await small.ask("issues/list-for-repo")).toMatchObject(disabled);
    const body = { body: "Hello" };
    expect(await small.ask("issues/create-comment", { params: { issue_number: "2" }, body })).toMatchObject({
      status: 201,
    });
    expect(await small.get("repos/get")).toMatchObject({ has_issues: false });
  });

  it("that is archived hears nobody", async () => {
    const { small, repository, ada, id } = await conversation();
    await using _ = small;
    repository.archive();
    expect(await talk(small, id)).toEqual(Array(3).fill([403, "Repository was archived so is read-only."]));
    expect(() => repository.comment(1, ada, "Hello?")).toThrow("archived");
  });
});

describe("a role that an organization has made", () => {
  it("has a name of its own, and the permission of the one that it is based on", async () => {
    const { small, repository } = await conversation();
    await using _ = small;
    repository.setRole("eve", { name: "deployer", base: "maintain" });
    const asked = { params: { username: "eve" } };
    expect(await small.get("repos/get-collaborator-permission-level", asked)).toMatchObject({
      permission: "write",
      role_name: "deployer",
      user: { permissions: { maintain: true, admin: false } },
    });
    expect(repository.roleOf(eve)).toBe("maintain");
  });

  it("is not for bots", async () => {
    const { small, world, ada } = await conversation();
    await using _ = small;
    const { bot } = registerApp({ name: "other" }, { ...world, owner: ada });
    world.accounts.set(bot.login, bot);
    const asked = { params: { username: "other[bot]" } };
    expect(await small.ask("repos/get-collaborator-permission-level", asked)).toMatchObject({ status: 404 });
  });
});
