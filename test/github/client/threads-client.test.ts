import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { status, statusAfterEffect } from "../../../sandbox/github/fault-acts.ts";
import type { Issue } from "../../../sandbox/github/repositories/issues/issue.ts";
import type { Repository } from "../../../sandbox/github/repositories/repository.ts";
import type { SandboxGitHub } from "../../../sandbox/github/start-github.ts";
import type { Account } from "../../../sandbox/github/world.ts";
import type { Threads } from "../../../src/github/threads.ts";
import { openGitHub } from "../../sandbox/github/client.ts";
import { connectTo, connectToAnswers, ROOMY } from "./connect-to.ts";

const { signal } = new AbortController();
const NAME = { owner: "acme", name: "mirrors" };
const ABSENT = 999_999;
/** As `app.yml` names it. */
const OURSELVES = { "GET /app": { id: 7, slug: "ghcr-mirror", name: "ghcr-mirror" } };

let github: SandboxGitHub;
let threads: Threads;
let repository: Repository;
let issue: Issue;
let bot: Account;
let octocat: Account;

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

beforeAll(async () => {
  ({ github } = await openGitHub({ limits: ROOMY }));
  bot = github.world.app.bot;
  octocat = github.world.app.owner;
  const installation = github.install("acme", "all");
  // It asks again, as the App does.
  threads = connectTo(github, { retryAfterBaseValue: 0 }).installation(installation).threads;
});

beforeEach(async () => {
  await Promise.all([...github.world.repositories.values()].map((known) => known.delete()));
  repository = await github.createRepository("acme", "mirrors", { files: { a: "1" } });
  issue = repository.openIssue("Question", "Why?");
});

afterAll(async () => {
  const { violations } = github;
  await github.close();
  expect(violations).toEqual([]);
});

describe("thread", () => {
  it("tells of an issue of somebody else", async () => {
    expect(await threads.thread(NAME, issue.number, signal)).toEqual({
      number: issue.number,
      title: "Question",
      body: "Why?",
      isOpen: true,
      isPull: false,
      isOwn: false,
      url: expect.stringContaining(`/acme/mirrors/issues/${issue.number}`),
    });
  });

  it("knows its own, also when it was emptied and closed", async () => {
    const own = repository.issues.open({ title: "Dashboard" }, bot);
    await repository.issues.change(own, { state: "closed" }, octocat);
    expect(await threads.thread(NAME, own.number, signal)).toMatchObject({
      body: "",
      isOpen: false,
      isOwn: true,
    });
  });

  it("knows a pull request", async () => {
    await repository.commit({ branch: "topic", files: { a: "2" } });
    const { number } = await repository.openPullRequest({ title: "Change", head: "topic" });
    expect(await threads.thread(NAME, number, signal)).toMatchObject({ isPull: true, isOwn: false });
  });

  it("is not there", async () => {
    expect(await threads.thread(NAME, ABSENT, signal)).toBeUndefined();
  });
});

describe("own", () => {
  it("lists what this App has opened, newest first, and no pull requests", async () => {
    const first = repository.issues.open({ title: "First" }, bot);
    await repository.issues.change(first, { state: "closed" }, octocat);
    await repository.commit({ branch: "topic", files: { a: "2" } });
    await repository.openPullRequest({ title: "Change", head: "topic" }, bot);
    repository.issues.open({ title: "Second" }, bot);
    const own = await collect(threads.own(NAME, signal));
    expect(own.map(({ title }) => title)).toEqual(["Second", "First"]);
  });

  it("does not take for it what somebody with its name has opened", async () => {
    repository.issues.open({ title: "Forged" }, { ...bot, type: "User" });
    expect(await collect(threads.own(NAME, signal))).toEqual([]);
  });

  it("looks at 300 at most", async () => {
    const endless = (page: number) =>
      Array.from({ length: 100 }, (_, index) => ({ number: 100 * page + index, state: "open", user: bot }));
    const { github, asked } = connectToAnswers({ ...OURSELVES, "GET /repos/acme/mirrors/issues": endless });
    expect(await collect(github.installation(1).threads.own(NAME, signal))).toHaveLength(300);
    expect(asked.filter((request) => request.endsWith("/issues"))).toHaveLength(3);
  });
});

describe("an issue", () => {
  it("is opened, edited, closed and opened again", async () => {
    const number = await threads.open(NAME, { title: "Broken", body: "It is." }, signal);
    const opened = repository.issues.issue(number);
    expect(opened).toMatchObject({ title: "Broken", body: "It is.", user: bot });
    expect(await threads.edit(NAME, number, { title: "Still broken" }, signal)).toBe(true);
    expect(opened).toMatchObject({ title: "Still broken", body: "It is.", state: "open" });
    expect(await threads.edit(NAME, number, { body: "", isOpen: false }, signal)).toBe(true);
    expect(opened).toMatchObject({ title: "Still broken", body: "", state: "closed" });
    expect(await threads.edit(NAME, number, { isOpen: true }, signal)).toBe(true);
    expect(opened.state).toBe("open");
  });

  it("that is gone is not edited", async () => {
    expect(await threads.edit(NAME, ABSENT, { title: "x" }, signal)).toBe(false);
  });

  it("is opened once, also where GitHub did so and could not say so", async () => {
    github.faults.add({
      when: ({ operation }) => operation === "issues/create",
      act: statusAfterEffect(502),
    });
    const opening = threads.open(NAME, { title: "Once", body: "" }, signal);
    await expect(opening).rejects.toMatchObject({ code: "UNAVAILABLE" });
    expect(repository.issues.all.filter(({ title }) => title === "Once")).toHaveLength(1);
  });
});

describe("comments", () => {
  it("of its own are listed, oldest first, and nobody else's", async () => {
    const write = (text: string, who: Account) => repository.issues.addComment(issue, text, who);
    write("mine", bot);
    write("yours", octocat);
    write("forged", { ...bot, type: "User" });
    write("another bot's", { id: 7, login: `x${bot.login}`, type: "Bot" });
    write("mine, too", bot);
    const own = await collect(threads.ownComments(NAME, issue.number, signal));
    expect(own.map(({ body }) => body)).toEqual(["mine", "mine, too"]);
  });

  it("are looked at up to the 3,000th", async () => {
    const endless = (page: number) =>
      Array.from({ length: 100 }, (_, index) => ({ id: 100 * page + index, user: index ? octocat : bot }));
    const answers = { ...OURSELVES, "GET /repos/acme/mirrors/issues/7/comments": endless };
    const { github, asked } = connectToAnswers(answers);
    expect(await collect(github.installation(1).threads.ownComments(NAME, 7, signal))).toHaveLength(30);
    expect(asked.filter((request) => request.endsWith("/comments"))).toHaveLength(30);
  });

  it("are written, read and edited", async () => {
    const id = await threads.reply(NAME, issue.number, "Because.", signal);
    expect(await threads.comment(NAME, id, signal)).toEqual({ id, body: "Because." });
    expect(await threads.editComment(NAME, id, "", signal)).toBe(true);
    expect(await threads.comment(NAME, id, signal)).toEqual({ id, body: "" });
  });

  it("that are gone are neither read nor edited", async () => {
    expect(await threads.comment(NAME, ABSENT, signal)).toBeUndefined();
    expect(await threads.editComment(NAME, ABSENT, "x", signal)).toBe(false);
  });

  it("are written once, also where GitHub did so and could not say so", async () => {
    const act = statusAfterEffect(502);
    github.faults.add({ when: ({ operation }) => operation === "issues/create-comment", act });
    const replying = threads.reply(NAME, issue.number, "Once", signal);
    await expect(replying).rejects.toMatchObject({ code: "UNAVAILABLE" });
    expect(issue.comments).toHaveLength(1);
  });

  it("are refused where the conversation is locked", async () => {
    const act = status(403, "Unable to create comment because issue is locked.");
    github.faults.add({ when: ({ operation }) => operation === "issues/create-comment", act });
    await expect(threads.reply(NAME, issue.number, "x", signal)).rejects.toMatchObject({ code: "REFUSED" });
  });
});

describe("reactions", () => {
  it.each(["eyes", "rocket", "confused", "-1"] as const)("%s is given once", async (reaction) => {
    const comment = repository.comment(issue.number, octocat, "/mirror help");
    await threads.react(NAME, comment.id, reaction, signal);
    await threads.react(NAME, comment.id, reaction, signal);
    expect(comment.reactions).toMatchObject([{ content: reaction, user: bot }]);
  });
});

describe("who it is", () => {
  it("is asked once, and again only where GitHub did not say", async () => {
    const fresh = connectTo(github).installation(github.installations()[0] ?? 0).threads;
    const asked = () => github.requests.filter(({ path }) => path === "/app").length;
    const before = asked();
    github.faults.add({ when: ({ path }) => path === "/app", act: status(500) });
    await expect(collect(fresh.own(NAME, signal))).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await collect(fresh.own(NAME, signal));
    await collect(fresh.ownComments(NAME, issue.number, signal));
    await fresh.thread(NAME, issue.number, signal);
    expect(asked() - before).toBe(2);
  });
});
