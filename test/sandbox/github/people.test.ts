import { expect, it } from "vitest";
import { openGitHub } from "./client.ts";

it("finds the installations of organizations and of people, each by its own address", async () => {
  const { github, ask, jwt } = await openGitHub();
  await using _ = github;
  github.createUser("ada");
  const [acme, ada] = [github.install("acme", "all"), github.install("ada", "all")];
  const found = async (path: string) => (await ask(`${path}/installation`, { token: jwt() })).body.id;
  expect(await found("/orgs/acme")).toBe(acme);
  expect(await found("/users/ada")).toBe(ada);
  expect(await found("/orgs/ada")).toBeUndefined();
  expect(await found("/users/acme")).toBeUndefined();
  expect(github.violations).toEqual([]);
});

it("has Apps of others, whose bots write, and are told about as all others are", async () => {
  const { github, ask, tokenOf } = await openGitHub();
  await using _ = github;
  const repository = await github.createRepository("acme", "mirrors");
  const token = await tokenOf(github.install("acme", "all"));
  const { bot } = github.registerApp("ghcr-mirror staging");
  expect(() => github.registerApp("ghcr-mirror staging")).toThrow("already");
  repository.openIssue("Theirs", "<!-- ghcr-mirror:lasting -->", bot);
  repository.comment(1, bot, "/mirror sync");
  const listed = await ask("/repos/acme/mirrors/issues", { token });
  expect(listed.body).toMatchObject([
    { user: { login: "ghcr-mirror-staging[bot]", type: "Bot" }, comments: 1 },
  ]);
  expect((await ask("/repos/acme/mirrors/issues?creator=ghcr-mirror%5Bbot%5D", { token })).body).toEqual([]);
  await github.settled();
  const events = github.hooks.log.map(({ event, action }) => `${event} ${action}`);
  expect(events).toEqual(["installation created", "issues opened", "issue_comment created"]);
  expect(github.violations).toEqual([]);
});

it("forks a repository to where the App is not, and hears of its pull requests alone", async () => {
  const { github, ask, tokenOf } = await openGitHub();
  await using _ = github;
  const repository = await github.createRepository("acme", "mirrors", { files: { a: "1" } });
  const token = await tokenOf(github.install("acme", "all"));
  const fork = await repository.fork(github.createUser("stranger"));
  const head = await fork.commit({ branch: "topic", files: { a: "2" } });
  await repository.openPullRequest({ title: "Mine", head: "stranger:topic" }, fork.owner);
  await fork.commit({ branch: "topic", files: { a: "3" } });
  await github.settled();
  const events = github.hooks.log.map(({ event, action }) => `${event} ${action}`);
  expect(events).toEqual(["installation created", "pull_request opened", "pull_request synchronize"]);
  expect((await ask(`/repos/acme/mirrors/contents/a?ref=${head}`, { token })).status).toBe(200);
  const check = { name: "mirror / plan", head_sha: head, conclusion: "success" };
  const created = await ask("/repos/acme/mirrors/check-runs", { token, body: check });
  expect(created).toMatchObject({ status: 201, body: { pull_requests: [] } });
  expect(await ask("/repos/stranger/mirrors/check-runs", { token, body: check })).toMatchObject({
    status: 403,
  });
  expect(github.violations).toEqual([]);
});
