import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Job } from "../../../../sandbox/github/actions/job.ts";
import { NO_PACKAGES } from "../../../../sandbox/github/packages/package-source.ts";
import type { Repository } from "../../../../sandbox/github/repositories/repository.ts";
import { openGitHub } from "../client.ts";
import { openReceiver } from "../receiver.ts";
import { FILE, WORKFLOW } from "./dispatched.ts";

let hub: Awaited<ReturnType<typeof openGitHub>>;
let receiver: Awaited<ReturnType<typeof openReceiver>>;
let mirrors: Repository;

beforeAll(async () => {
  receiver = await openReceiver();
  const permissions = {
    actions: "write",
    administration: "read",
    checks: "write",
    contents: "read",
  } as const;
  const manifest = {
    name: "test",
    default_permissions: { ...permissions, metadata: "read" },
    default_events: ["workflow_run", "workflow_job"],
  } as const;
  hub = await openGitHub({ app: { manifest, webhookSecret: "x", webhookUrl: receiver.url } });
  const { github } = hub;
  const files = { [`.github/workflows/${FILE}`]: WORKFLOW, a: "text" };
  mirrors = await github.createRepository("acme", "mirrors", { files, private: true });
  await github.createRepository("acme", "secret", { files: { a: "1" }, private: true });
  await github.createRepository("acme", "open", { files: { a: "1" } });
  github.install("acme", "all");
});

afterAll(async () => {
  await hub.github.settled();
  expect(hub.github.violations).toEqual([]);
  await Promise.all([hub.github.close(), receiver.close()]);
});

let opened = 0;

async function openJob(): Promise<Job> {
  const order = { workflow: FILE, ref: "main", inputs: { run: "1", destination: String(opened++) } };
  const job = (await hub.github.actions.dispatch(mirrors, order)).addJob("mirror");
  job.begin();
  return job;
}

const get = async (token: string, path: string) => (await hub.ask(path, { token })).status;

describe("the token of a job", () => {
  it("does in its repository what the job may, and nothing elsewhere", async () => {
    const job = await openJob();
    const token = job.issueToken({ contents: "read", packages: "write", "pull-requests": "none" });
    expect(token).toMatch(/^ghs_15368_eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+$/);
    expect(hub.github.findToken(token)).toEqual({
      kind: "job",
      repository: mirrors.id,
      run: job.run.id,
      job: job.id,
      permissions: { contents: "read", packages: "write", metadata: "read" },
    });
    expect(await get(token, "/repos/acme/mirrors/contents/a")).toBe(200);
    expect(await get(token, "/repos/acme/mirrors/pulls")).toBe(403);
    expect(await get(token, `/repos/acme/mirrors/actions/runs/${job.run.id}`)).toBe(403);
    expect(await get(token, "/repos/acme/mirrors/actions/permissions")).toBe(403);
    expect(await get(token, "/repos/acme/secret/contents/a")).toBe(404);
    expect(await get(token, "/repos/acme/open/contents/a")).toBe(200);
    const write = { method: "PUT", token, body: { message: "m", content: "" } };
    expect((await hub.ask("/repos/acme/mirrors/contents/b", write)).status).toBe(403);
    expect((await hub.ask("/repos/acme/open/contents/b", write)).status).toBe(403);
  });

  it("ends with the job", async () => {
    const job = await openJob();
    const token = job.issueToken({ contents: "read" });
    const other = (await openJob()).issueToken({ contents: "read" });
    job.complete("success");
    expect(hub.github.findToken(token)).toBeUndefined();
    expect(await get(token, "/repos/acme/mirrors/contents/a")).toBe(401);
    expect(await get(other, "/repos/acme/mirrors/contents/a")).toBe(200);
    hub.github.revokeTokens();
    expect(await get(other, "/repos/acme/mirrors/contents/a")).toBe(200);
  });

  it.each([
    ["read", 200, 403],
    ["write", 200, 422],
  ] as const)("may by default what the repository says: %s", async (setting, reading, writing) => {
    hub.github.actions.of(mirrors).settings.defaultPermissions = setting;
    const token = (await openJob()).issueToken();
    expect(await get(token, "/repos/acme/mirrors/contents/a")).toBe(reading);
    const body = { name: "x", head_sha: "0".repeat(40) };
    expect((await hub.ask("/repos/acme/mirrors/check-runs", { token, body })).status).toBe(writing);
    const admin = await hub.tokenOf(hub.github.installations()[0] ?? 0);
    const shown = await hub.ask("/repos/acme/mirrors/actions/permissions/workflow", { token: admin });
    expect(shown.body.default_workflow_permissions).toBe(setting);
  });

  it("speaks for GitHub's own App", async () => {
    const token = (await openJob()).issueToken({ checks: "write" });
    const body = { name: "x", head_sha: mirrors.git.branch("main"), status: "queued" };
    const created = await hub.ask("/repos/acme/mirrors/check-runs", { token, body });
    expect(created).toMatchObject({ status: 201, body: { app: { slug: "github-actions", id: 15368 } } });
    const path = `/repos/acme/mirrors/check-runs/${created.body.id}`;
    expect((await hub.ask(path, { method: "PATCH", token, body: { name: "y" } })).status).toBe(200);
    const other = await hub.tokenOf(hub.github.installations()[0] ?? 0);
    expect((await hub.ask(path, { method: "PATCH", token: other, body: { name: "z" } })).status).toBe(403);
  });

  it("has its own limit", async () => {
    const { headers } = await hub.ask("/repos/acme/mirrors", { token: (await openJob()).issueToken() });
    expect(headers.get("x-ratelimit-limit")).toBe("1000");
  });

  it("sees packages, which Apps do not", async () => {
    const createdAt = new Date();
    const admins = new Set<number>();
    const about = { id: 1, repository: mirrors, admins, versions: [], createdAt };
    const known = { ...about, readers: new Set([mirrors.id]) };
    hub.github.packages.source = {
      ...NO_PACKAGES,
      find: (owner, name) =>
        owner === "acme" && name === "library/redis" ? { ...known, visibility: "private" } : undefined,
    };
    const path = "/orgs/ACME/packages/container/library%2Fredis";
    const job = await openJob();
    expect(await hub.ask(path, { token: job.issueToken({ packages: "read" }) })).toMatchObject({
      status: 200,
      body: { name: "library/redis", visibility: "private", repository: { name: "mirrors" } },
    });
    expect(await get(job.issueToken({ contents: "read" }), path)).toBe(403);
    expect(await get(hub.github.createUserToken("octocat"), path)).toBe(200);
    expect(await get(hub.github.createUserToken("octocat"), "/orgs/acme/packages/container/x")).toBe(404);
    expect(await get(await hub.tokenOf(hub.github.installations()[0] ?? 0), path)).toBe(403);
    known.readers.clear();
    expect(await get(job.issueToken({ packages: "read" }), path)).toBe(404);
  });
});

it("tells the App what becomes of a run", async () => {
  await hub.github.settled();
  receiver.received.length = 0;
  const job = await openJob();
  job.complete("success");
  job.run.complete("success");
  await hub.github.settled();
  const events = receiver.received.map(
    ({ headers, payload }) => `${headers["x-github-event"]}.${payload.action}`,
  );
  expect(events.sort()).toEqual([
    "workflow_job.completed",
    "workflow_job.in_progress",
    "workflow_job.queued",
    "workflow_run.completed",
    "workflow_run.in_progress",
    "workflow_run.requested",
  ]);
});

it("shows what everybody may know of an organization", async () => {
  const token = await hub.tokenOf(hub.github.installations()[0] ?? 0);
  expect(await hub.ask("/orgs/Acme", { token })).toMatchObject({
    status: 200,
    body: { login: "acme", type: "Organization", public_repos: 1 },
  });
  expect(await get(token, "/orgs/octocat")).toBe(404);
});

it("shows whether Actions is enabled to those who may know", async () => {
  const token = await hub.tokenOf(hub.github.installations()[0] ?? 0);
  const path = "/repos/acme/mirrors/actions/permissions";
  expect((await hub.ask(path, { token })).body).toEqual({ enabled: true, allowed_actions: "all" });
  hub.github.actions.of(mirrors).settings.isEnabled = false;
  expect((await hub.ask(path, { token })).body).toEqual({ enabled: false });
});
