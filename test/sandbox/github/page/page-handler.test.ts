import { describe, expect, it } from "vitest";
import { openPages } from "./open-pages.ts";

const config = "images:\n  - <broken>\n  - c\n  - d\n  - e\n  - f\n  - g\n";

describe("the pages", () => {
  it("show repositories, commits and check runs with annotations on their lines", async () => {
    await using pages = await openPages();
    const { small, read } = pages;
    const head_sha = await small.repository.commit({
      files: { ".github/mirror.yml": config },
      message: "<Add> a config",
    });
    const { id } = await small.get("checks/create", {
      body: {
        name: "mirror / sync",
        head_sha,
        conclusion: "failure",
        output: {
          title: "1 <mistake>",
          summary: "**Bold** <script>alert(1)</script>",
          text: "| a |\n|---|\n| b |",
          annotations: [
            {
              path: ".github/mirror.yml",
              start_line: 2,
              end_line: 2,
              annotation_level: "failure",
              message: "<What> is this?",
            },
          ],
        },
      },
    });
    expect((await read("/ui/")).text).toContain('<a href="/ui/acme/mirrors">acme/mirrors</a>');
    const commits = (await read("/ui/acme/mirrors")).text;
    expect(commits).toContain("&#60;Add&#62; a config");
    expect(commits).toContain(`<a href="/ui/acme/mirrors/runs/${id}">mirror / sync</a> 1 &#60;mistake&#62;`);

    const run = (await read(`/ui/acme/mirrors/runs/${id}`)).text;
    expect(run).toContain("<strong>Bold</strong>");
    expect(run).toContain("<td>b</td>");
    expect(run).not.toContain("<script>");
    expect(run).toMatch(
      /&#60;broken&#62;<\/code>[\s\S]*&#60;What&#62; is this\?[\s\S]*<code> {2}- c<\/code>/,
    );
    expect(run).not.toContain("<code>  - g</code>");
    expect(run).toContain(">Re-run</button>");

    for (const path of [
      `commit/${head_sha}`,
      "tree/main",
      "blob/main/.github/mirror.yml",
      "edit",
      "issues",
      "edit?path=new",
    ]) {
      expect((await read(`/ui/acme/mirrors/${path}`)).status, path).toBe(200);
    }
    expect(await read("/ui/acme/mirrors/raw/main/.github/mirror.yml")).toMatchObject({ text: config });
  });

  it("let nothing run and nothing in", async () => {
    await using pages = await openPages();
    const { headers } = await pages.read("/ui/");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect((await pages.read("/ui/style.css")).headers.get("content-type")).toContain("text/css");
  });

  it("load again while a check goes on, is asked for, or may be about to", async () => {
    await using pages = await openPages();
    const { small, read } = pages;
    const isMoving = async (path = "/ui/acme/mirrors") =>
      (await read(path)).text.includes('http-equiv="refresh"');
    const head_sha = await small.repository.commit({ files: { a: "1" } });
    const commit = `/ui/acme/mirrors/commit/${head_sha}`;
    expect([await isMoving(), await isMoving(commit)]).toEqual([true, true]);
    small.pass(11_000);
    expect([await isMoving(), await isMoving(commit)]).toEqual([false, false]);
    const { id } = await small.get("checks/create", {
      body: { name: "sync", head_sha, status: "in_progress" },
    });
    expect([await isMoving(), await isMoving(commit)]).toEqual([true, true]);
    await small.ask("checks/update", {
      params: { check_run_id: String(id) },
      body: { conclusion: "success" },
    });
    expect(await isMoving()).toBe(false);
    small.repository.pressRerun(id);
    expect(await isMoving(commit)).toBe(true);
  });

  it.each([
    ["/ui/nobody/nothing", 404],
    ["/ui/acme/mirrors/nothing", 404],
    ["/ui/acme/mirrors/runs/1", 404],
    ["/ui/acme/mirrors/commit/1234567", 404],
    ["/ui/%E0%A4%A", 404],
    ["/repos/acme/mirrors", 501],
    ["/uix", 501],
  ])("answer %s with %i", async (path, status) => {
    await using pages = await openPages();
    expect(await pages.read(path)).toMatchObject({ status });
  });
});

describe("the forms", () => {
  it("push a file, and its deletion", async () => {
    await using pages = await openPages();
    const { small, send, read } = pages;
    const form = {
      path: ".github/mirror.yml",
      branch: "main",
      message: "Mine",
      content: "a: 1\r\n",
      who: "ada",
    };
    const answer = await send("/ui/acme/mirrors/edit", form);
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/ui/acme/mirrors?branch=main"]);
    expect(small.heard("push")).toMatchObject([
      { pusher: { name: "ada" }, head_commit: { message: "Mine", added: [".github/mirror.yml"] } },
    ]);
    expect((await read("/ui/acme/mirrors/raw/main/.github/mirror.yml")).text).toBe("a: 1\n");
    expect((await read("/ui/acme/mirrors/edit")).text).toContain("\na: 1\n</textarea>");
    await send("/ui/acme/mirrors/edit", { ...form, delete: "yes" });
    expect(small.heard("push")[1]).toMatchObject({ head_commit: { removed: [".github/mirror.yml"] } });
  });

  it("open an issue, write a comment, press buttons", async () => {
    await using pages = await openPages();
    const { small, send, read } = pages;
    await send("/ui/acme/mirrors/issues", { title: "Broken", body: "Why?", who: "ada" });
    const answer = await send("/ui/acme/mirrors/issues/1", { body: "/mirror sync", who: "octocat" });
    expect(answer.headers.get("location")).toMatch(/^\/ui\/acme\/mirrors\/issues\/1#issuecomment-\d+$/);
    expect(small.heard("issue_comment.created")).toMatchObject([{ comment: { user: { login: "octocat" } } }]);
    expect((await read("/ui/acme/mirrors/issues/1")).text).toContain("<p>/mirror sync</p>");

    const head_sha = await small.repository.commit({ files: { a: "1" } });
    const actions = [{ label: "Again", description: "Once more", identifier: "again" }];
    const { id } = await small.get("checks/create", {
      body: { name: "sync", head_sha, conclusion: "failure", actions },
    });
    await send(`/ui/acme/mirrors/runs/${id}`, { who: "ada" });
    await send(`/ui/acme/mirrors/runs/${id}`, { who: "ada", action: "again" });
    expect(small.heard("check_run.rerequested")).toHaveLength(1);
    expect(small.heard("check_run.requested_action")).toMatchObject([
      { requested_action: { identifier: "again" } },
    ]);
  });

  it.each([
    ["from another site", { origin: "https://evil.test" }],
    ["from nowhere", {}],
    ["from a page without an origin", { origin: "null" }],
  ])("are refused %s", async (_, headers) => {
    await using pages = await openPages();
    const answer = await pages.send("/ui/acme/mirrors/issues", { title: "Spam", who: "ada" }, headers);
    expect(answer.status).toBe(403);
    expect(pages.small.repository.issues.all).toEqual([]);
  });

  it.each([
    [{ path: "../x", content: "1", who: "ada" }],
    [{ path: ".git/config", content: "1", who: "ada" }],
    [{ path: "", content: "1", who: "ada" }],
    [{ path: "a", content: "1", who: "mirror[bot]" }],
    [{ path: "a", content: "1", who: "acme" }],
  ])("refuse %j", async (form) => {
    await using pages = await openPages();
    expect((await pages.send("/ui/acme/mirrors/edit", form)).status).toBe(422);
    expect(pages.small.heard("push")).toEqual([]);
  });

  it("refuse what is too large", async () => {
    await using pages = await openPages();
    const answer = pages.send("/ui/acme/mirrors/edit", { path: "a", content: "x".repeat(3.1 * 1024 * 1024) });
    await expect(answer.then(({ status }) => status)).resolves.toBe(413);
  });
});
