import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { statusAfterEffect } from "../../../sandbox/github/fault-acts.ts";
import type { Repository } from "../../../sandbox/github/repositories/repository.ts";
import type { SandboxGitHub } from "../../../sandbox/github/start-github.ts";
import type { Pulls } from "../../../src/github/pulls.ts";
import { openGitHub } from "../../sandbox/github/client.ts";
import { connectTo, connectToAnswers, ROOMY } from "./connect-to.ts";

const { signal } = new AbortController();
const NAME = { owner: "acme", name: "mirrors" };
const PATH = ".github/mirror.yml";
const NOWHERE = "0".repeat(40);

let github: SandboxGitHub;
let pulls: Pulls;
let repository: Repository;
let first: string;

beforeAll(async () => {
  ({ github } = await openGitHub({ limits: ROOMY }));
  const installation = github.install("acme", "all");
  pulls = connectTo(github, { retryAfterBaseValue: 0 }).installation(installation).pulls;
});

beforeEach(async () => {
  await Promise.all([...github.world.repositories.values()].map((known) => known.delete()));
  repository = await github.createRepository("acme", "mirrors", { files: { [PATH]: "version: 1\n" } });
  first = repository.git.branch("main") ?? expect.fail("there is no main");
});

afterAll(async () => {
  const { violations } = github;
  await github.close();
  expect(violations).toEqual([]);
});

/** A pull request from a branch of the repository. */
async function propose(head: string, base = "main") {
  const commit = await repository.commit({ branch: head, files: { [head]: "1" } });
  return { ...(await repository.openPullRequest({ title: `Take ${head}`, head, base })), commit };
}

describe("a pull request", () => {
  it("is told", async () => {
    const { number, commit } = await propose("a/topic");
    expect(await pulls.pull(NAME, number, signal)).toEqual({
      number,
      title: "Take a/topic",
      url: expect.stringContaining(`/acme/mirrors/pull/${number}`),
      isOpen: true,
      isDraft: false,
      isFork: false,
      author: "octocat",
      head: commit,
      headBranch: "a/topic",
      base: first,
      baseBranch: "main",
    });
  });

  it("is not there, or is an issue", async () => {
    const { number } = repository.openIssue("Question");
    expect(await pulls.pull(NAME, number, signal)).toBeUndefined();
    expect(await pulls.pull(NAME, 999, signal)).toBeUndefined();
  });

  it("is found by its branch while it is open", async () => {
    await propose("other");
    const { number } = await propose("topic");
    expect(await pulls.ofBranch(NAME, "topic", signal)).toMatchObject({ number });
    await repository.issues.change(repository.issues.issue(number), { state: "closed" }, repository.creator);
    expect(await pulls.ofBranch(NAME, "topic", signal)).toBeUndefined();
  });

  it("is opened", async () => {
    await repository.commit({ branch: "topic", files: { a: "1" } });
    const opened = await pulls.open(NAME, { title: "Add", body: "It.", head: "topic", base: "main" }, signal);
    expect(opened).toMatchObject({ title: "Add", headBranch: "topic", isFork: false });
    expect(repository.issues.issue(opened.number)).toMatchObject({ body: "It.", user: github.world.app.bot });
  });

  it("is opened once, and the second is refused with GitHub's words", async () => {
    await repository.commit({ branch: "topic", files: { a: "1" } });
    const open = () => pulls.open(NAME, { title: "Add", body: "", head: "topic", base: "main" }, signal);
    github.faults.add({ when: ({ operation }) => operation === "pulls/create", act: statusAfterEffect(502) });
    await expect(open()).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await expect(open()).rejects.toMatchObject({
      code: "INVALID",
      words: expect.stringContaining("A pull request already exists for acme:topic."),
    });
    expect(repository.issues.all).toHaveLength(1);
  });
});

describe("a pull request of a fork", () => {
  const side = (repo: object | null) => ({ ref: "main", sha: NOWHERE, repo });
  const pull = (head: object | null) => ({
    number: 7,
    title: "Ours",
    html_url: "https://github.com/acme/mirrors/pull/7",
    state: "closed",
    draft: true,
    user: null,
    head: side(head),
    base: side({ id: 1 }),
  });

  it.each([
    ["there", { id: 2 }],
    ["deleted", null],
  ])("that is %s is known for one", async (_what, head) => {
    const { github } = connectToAnswers({ "GET /repos/acme/mirrors/pulls/7": pull(head) });
    expect(await github.installation(1).pulls.pull(NAME, 7, signal)).toMatchObject({
      isFork: true,
      isOpen: false,
      isDraft: true,
      author: "ghost",
    });
  });

  it("is not taken for one of a branch of that name", async () => {
    const answers = { "GET /repos/acme/mirrors/pulls": [pull({ id: 2 }), pull(null)] };
    const { github } = connectToAnswers(answers);
    expect(await github.installation(1).pulls.ofBranch(NAME, "main", signal)).toBeUndefined();
  });
});

describe("mergeBase", () => {
  it("is where the head branched off", async () => {
    const head = await repository.commit({ branch: "a/topic", files: { a: "1" } });
    const base = await repository.commit({ files: { b: "1" } });
    expect(await pulls.mergeBase(NAME, base, head, signal)).toBe(first);
    expect(await pulls.mergeBase(NAME, "main", "a/topic", signal)).toBe(first);
    expect(await pulls.mergeBase(NAME, base, base, signal)).toBe(base);
  });

  it("is not there where a commit is not", async () => {
    expect(await pulls.mergeBase(NAME, "main", NOWHERE, signal)).toBeUndefined();
  });
});

describe("a branch", () => {
  it("has a head, or is not there", async () => {
    const head = await repository.commit({ branch: "a/topic", files: { a: "1" } });
    expect(await pulls.branchHead(NAME, "a/topic", signal)).toBe(head);
    expect(await pulls.branchHead(NAME, "a", signal)).toBeUndefined();
    await github.createRepository("acme", "empty");
    expect(await pulls.branchHead({ ...NAME, name: "empty" }, "main", signal)).toBeUndefined();
  });

  it("is created, and not twice", async () => {
    await pulls.createBranch(NAME, "a/topic", first, signal);
    expect(repository.git.branch("a/topic")).toBe(first);
    await expect(pulls.createBranch(NAME, "a/topic", first, signal)).rejects.toMatchObject({
      code: "INVALID",
      words: "Reference already exists",
    });
  });
});

describe("writeFile", () => {
  const write = (text: string, replaces?: string, path = PATH) =>
    pulls.writeFile(NAME, { path, branch: "main", text, message: "Add", replaces }, signal);
  const blobOf = async (commit: string, path = PATH) => {
    const found = repository.git.commits.get(commit) ?? expect.fail("there is no such commit");
    return (await repository.git.entryAt(found, path))?.oid ?? "";
  };

  it("replaces a file, and resolves with the commit", async () => {
    const commit = await write("entries: [ä]\n", await blobOf(first));
    expect(repository.git.branch("main")).toBe(commit);
    const content = await repository.git.objects.readBlob(await blobOf(commit));
    expect(content.toString()).toBe("entries: [ä]\n");
  });

  it("writes a new one", async () => {
    const commit = await write("1", undefined, "a/new file#1");
    expect(await blobOf(commit, "a/new file#1")).not.toBe("");
  });

  it("does not overwrite what another one has written", async () => {
    const blob = await blobOf(first);
    await repository.commit({ files: { [PATH]: "version: 1 # changed\n" } });
    await expect(write("x", blob)).rejects.toMatchObject({ code: "INVALID", status: 409 });
    await expect(write("x")).rejects.toMatchObject({ code: "INVALID" });
  });
});
