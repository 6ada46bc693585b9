import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PERMISSION_NEEDS } from "../../../sandbox/github/auth/permission-needs.ts";
import { operations } from "../../../sandbox/github/contract/contract.ts";
import type { Repository } from "../../../sandbox/github/repositories/repository.ts";
import { openGitHub } from "./client.ts";

let hub: Awaited<ReturnType<typeof openGitHub>>;
let closed: Repository;
beforeAll(async () => {
  const permissions = { checks: "write", contents: "read", metadata: "read" } as const;
  hub = await openGitHub({
    app: { manifest: { name: "test", default_permissions: permissions }, webhookSecret: "x" },
  });
  hub.github.createUser("ada");
  await hub.github.createRepository("acme", "open");
  closed = await hub.github.createRepository("acme", "closed", { private: true });
});
afterAll(async () => {
  expect(hub.github.violations).toEqual([]);
  await hub.github.close();
});

/** A path of an operation in a repository, with something in each place. */
const pathOf = (path: string, repository: string) =>
  path
    .replace("{owner}", "acme")
    .replace("{repo}", repository)
    .replaceAll(/\{[^}]+\}/g, "1");
const inRepositories = operations.filter(({ path }) => path.startsWith("/repos/{owner}/{repo}"));
const writing = inRepositories.filter(({ method }) => method !== "GET");

describe("an installation's token", () => {
  it("reaches no operation without the permission for it", async () => {
    const token = await hub.tokenOf(hub.github.install("acme", [closed]), {
      permissions: { metadata: "read" },
    });
    const open = [];
    for (const { id, method, path } of inRepositories) {
      const answer = await hub.ask(pathOf(path, "closed"), {
        method,
        token,
        ...(method !== "GET" && { body: "" }),
      });
      if (answer.status !== 403) open.push(id);
    }
    const needing = (permission: string) =>
      Object.keys(PERMISSION_NEEDS).filter((id) =>
        PERMISSION_NEEDS[id]?.some((need) => need.permission === permission),
      );
    expect(open.filter((id) => id !== "apps/get-repo-installation").sort()).toEqual(
      needing("metadata").sort(),
    );
    hub.github.uninstall(installationId());
  });

  it("writes nowhere else, and reads only what everybody may", async () => {
    const token = await hub.tokenOf(hub.github.install("acme", [closed]));
    for (const { method, path } of writing) {
      const answer = await hub.ask(pathOf(path, "open"), { method, token, body: "" });
      expect([path, answer.status]).toEqual([path, 403]);
    }
    expect((await hub.ask("/repos/acme/open", { token })).status).toBe(200);
    expect((await hub.ask("/repos/acme/closed", {})).status).toBe(404);
  });

  it("leaves a trace of what it used", async () => {
    const token = await hub.tokenOf(installationId());
    await hub.ask("/repos/acme/closed", { token });
    await hub.ask("/repos/acme/closed/contents/absent", { token });
    expect(hub.github.usedPermissions.toJSON()).toEqual({ contents: "read", metadata: "read" });
    await hub.ask("/repos/acme/closed/check-runs/1", { method: "PATCH", token, body: {} });
    await hub.ask("/repos/acme/closed/check-runs/1", { token });
    hub.github.usedPermissions.record({ permission: "packages", access: "write" });
    expect(hub.github.usedPermissions.toJSON()).toEqual({
      checks: "write",
      contents: "read",
      metadata: "read",
      packages: "write",
    });
  });
});

describe("people", () => {
  it("make no check runs", async () => {
    const token = hub.github.createUserToken("ada");
    expect(token).toMatch(/^ghp_[A-Za-z\d]{36}$/);
    const answer = await hub.ask("/repos/acme/open/check-runs", {
      token,
      body: { name: "x", head_sha: "x" },
    });
    expect(answer).toMatchObject({
      status: 403,
      body: { message: "You must authenticate via a GitHub App." },
    });
  });

  it("need a token to change anything", async () => {
    const answer = await hub.ask("/repos/acme/open/issues", { body: { title: "x" } });
    expect(answer.status).toBe(401);
  });
});

function installationId(): number {
  const [installation] = hub.github.installations();
  if (installation === undefined) throw new Error("not installed");
  return installation;
}
