import { describe, expect, it } from "vitest";
import { openPages } from "./open-pages.ts";

const ISSUE = "/ui/acme/mirrors/issues/1";

/** Pages of a repository with files, and people of two kinds: `ada`, who administers it, and `octocat`, a stranger. */
async function openTalk() {
  const pages = await openPages();
  await pages.small.repository.commit({ files: { "mirror.yml": "a\n" } });
  pages.small.forget();
  const say = async (form: Record<string, string>, path = ISSUE) => (await pages.send(path, form)).status;
  return { ...pages, say, repository: pages.small.repository };
}

describe("the page of an issue", () => {
  it("shows reactions, and who may do what", async () => {
    await using talk = await openTalk();
    const { repository, small, read } = talk;
    repository.openIssue("First", "**Text**");
    repository.issues.react(repository.issues.issue(1), "eyes", small.world.app.bot);
    repository.setRole("octocat", { name: "deployer", base: "write" });
    const { text } = await read(ISSUE);
    expect(text).toContain("<strong>Text</strong>");
    expect(text).toContain('<span title="eyes by mirror[bot]">👀</span>');
    expect(text).toContain('<option value="ada">ada (admin)</option>');
    expect(text).toContain('<option value="octocat">octocat (deployer)</option>');
  });

  it("has boxes to tick for whoever may change its text", async () => {
    await using talk = await openTalk();
    const { repository, small, read, say } = talk;
    repository.openIssue("Dashboard", "- [ ] One\n- [ ] Two\n", small.world.app.bot);
    expect((await read(ISSUE)).text).toContain('<button class="tick" name="tick" value="1">☐</button> Two');
    expect(await say({ tick: "1", who: "octocat" })).toBe(403);
    expect(await say({ tick: "1", who: "ada" })).toBe(303);
    expect(small.heard("issues.edited")).toMatchObject([
      { issue: { body: "- [ ] One\n- [x] Two\n" }, changes: { body: { from: "- [ ] One\n- [ ] Two\n" } } },
    ]);
    expect(small.happenings.at(-1)?.sender.login).toBe("ada");
    expect((await read(ISSUE)).text).toContain('value="1">☑</button> Two');
    expect(await say({ text: "", who: "ada" })).toBe(303);
    expect(repository.issues.issue(1).body).toBe("");
  });

  it("has buttons to close, lock and delete it", async () => {
    await using talk = await openTalk();
    const { repository, small, say, read } = talk;
    repository.openIssue("First");
    expect(await say({ action: "close", who: "octocat" })).toBe(403);
    for (const action of ["close", "reopen", "lock"]) expect(await say({ action, who: "ada" })).toBe(303);
    expect((await read(ISSUE)).text).toContain("<small>open, locked</small>");
    expect(await say({ body: "Let me in", who: "octocat" })).toBe(403);
    expect(await say({ action: "unlock", who: "ada" })).toBe(303);
    expect(await say({ action: "explode", who: "ada" })).toBe(422);
    expect(await say({ action: "delete", who: "ada" })).toBe(303);
    expect((await read(ISSUE)).status).toBe(410);
    expect(small.happenings.map(({ payload }) => payload["action"])).toEqual([
      "opened",
      "closed",
      "reopened",
      "locked",
      "unlocked",
      "deleted",
    ]);
  });
});

describe("the page of a file", () => {
  const form = { path: "mirror.yml", branch: "main", message: "Mine", content: "b\n", propose: "yes" };

  it.each([
    ["ada", "acme:ada-patch-1", false],
    ["octocat", "octocat:octocat-patch-1", true],
  ])("lets %s propose a change as %s", async (who, label, fork) => {
    await using talk = await openTalk();
    const { small, send, read, repository } = talk;
    const answer = await send("/ui/acme/mirrors/edit", { ...form, who });
    expect(answer.headers.get("location")).toBe("/ui/acme/mirrors/pull/1");
    expect(small.heard("pull_request.opened")).toMatchObject([
      {
        pull_request: {
          title: "Mine",
          user: { login: who },
          head: { label, repo: { fork } },
          changed_files: 1,
        },
      },
    ]);
    await small.ask("checks/create", {
      body: { name: "mirror / plan", head_sha: repository.pulls.get(1).pull.headSha },
    });
    expect((await read("/ui/acme/mirrors/pull/1")).text).toContain(">mirror / plan</a>");
    expect((await send(ISSUE, { action: "merge", who: "ada" })).status).toBe(303);
    expect((await read("/ui/acme/mirrors/raw/main/mirror.yml")).text).toBe("b\n");
    expect((await read(ISSUE)).text).toContain("<small>merged</small>");
  });
});
