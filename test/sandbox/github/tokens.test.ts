import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Repository } from "../../../sandbox/github/repositories/repository.ts";
import { modestManifest, openGitHub, SECRET, signJwt } from "./client.ts";

let now = new Date("2026-11-21T12:00:00Z");
let hub: Awaited<ReturnType<typeof openGitHub>>;
let one: Repository;
let two: Repository;
let elsewhere: Repository;
let installation: number;

beforeAll(async () => {
  hub = await openGitHub({ now: () => now, app: { manifest: modestManifest, webhookSecret: SECRET } });
  hub.github.createOrganization("other");
  one = await hub.github.createRepository("acme", "one", { private: true });
  two = await hub.github.createRepository("acme", "two", { private: true });
  elsewhere = await hub.github.createRepository("other", "elsewhere", { private: true });
  installation = hub.github.install("acme", "all");
});

afterAll(async () => {
  expect(hub.github.violations).toEqual([]);
  await hub.github.close();
});

const seconds = () => now.getTime() / 1000;

describe("the token of an App", () => {
  it("shows who it is", async () => {
    const { status, body } = await hub.ask("/app", { token: hub.jwt() });
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: hub.github.app.id, slug: "ghcr-mirror", installations_count: 1 });
  });

  it("may name the client id", async () => {
    const iss = hub.github.world.app.clientId;
    expect((await hub.ask("/app", { token: hub.jwt({ iss }) })).status).toBe(200);
  });

  it.each([
    ["nobody", () => undefined, 401, "A JSON web token could not be decoded"],
    ["an unknown issuer", () => hub.jwt({ iss: 1 }), 404, "Integration not found"],
    ["the wrong algorithm", () => hub.jwt({ alg: "none" }), 401, "A JSON web token could not be decoded"],
    ["another signature", () => `${hub.jwt()}AA`, 401, "A JSON web token could not be decoded"],
    ["no end", () => hub.jwt({ exp: null }), 401, "'Expiration time' claim ('exp') must be"],
    ["the end passed", () => hub.jwt({ exp: seconds() - 1 }), 401, "'Expiration time' claim ('exp') must be"],
    ["an end in an hour", () => hub.jwt({ exp: seconds() + 3600 }), 401, "too far in the future"],
    ["issued in the future", () => hub.jwt({ iat: seconds() + 90 }), 401, "'Issued at' claim ('iat')"],
    ["garbage", () => "eyJhbGciOi.e30.x", 401, "A JSON web token could not be decoded"],
    ["an unknown token", () => "ghs_unknown", 401, "Bad credentials"],
  ])("is refused: %s", async (_, token, status, message) => {
    const value = token();
    const answer = await hub.ask("/app", value === undefined ? {} : { token: value });
    expect(answer.status).toBe(status);
    expect(answer.body.message).toContain(message);
  });

  it("is for nothing else", async () => {
    expect((await hub.ask("/repos/acme/one", { token: hub.jwt() })).status).toBe(403);
  });
});

describe("an installation's token", () => {
  it("has today's shape, lives an hour, and can do what the App asks for", async () => {
    const { status, body } = await hub.createToken(installation);
    expect(status).toBe(201);
    expect(body.token).toMatch(/^ghs_\d+_eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+$/);
    expect(body.token.length).toBeGreaterThan(480);
    expect(body).toMatchObject({
      expires_at: "2026-11-21T13:00:00Z",
      repository_selection: "all",
      permissions: hub.github.world.app.permissions,
    });
  });

  it("is narrowed to repositories and permissions", async () => {
    const { body } = await hub.createToken(installation, {
      repository_ids: [two.id],
      permissions: { packages: "write" },
    });
    expect(body).toMatchObject({ permissions: { packages: "write", metadata: "read" } });
    expect(body.repositories.map((repository: { name: string }) => repository.name)).toEqual(["two"]);
    expect(hub.github.findToken(body.token)).toEqual({
      kind: "installation",
      appId: hub.github.app.id,
      installation,
      repositories: new Set([two.id]),
      permissions: { packages: "write", metadata: "read" },
    });
    const listed = await hub.ask("/installation/repositories", { token: body.token });
    expect(listed.body).toMatchObject({ total_count: 1, repositories: [{ name: "two" }] });
    expect((await hub.ask("/repos/acme/one/git/ref/heads/main", { token: body.token })).status).toBe(404);
    expect((await hub.ask("/repos/acme/two/git/ref/heads/main", { token: body.token })).status).toBe(403);
  });

  it.each([
    [
      "a permission that it lacks",
      () => ({ permissions: { issues: "write" } }),
      "The permissions requested are not granted",
    ],
    [
      "more of one",
      () => ({ permissions: { contents: "write" } }),
      "The permissions requested are not granted",
    ],
    [
      "a repository of others",
      () => ({ repository_ids: [elsewhere.id] }),
      "at least one repository that does not exist",
    ],
    [
      "an absent repository",
      () => ({ repositories: ["one", "none"] }),
      "at least one repository that does not exist",
    ],
    [
      "a misspelt wish",
      () => ({ repository_id: [one.id] }),
      "must NOT have additional properties (repository_id)",
    ],
  ])("is not given with %s", async (_, body, message) => {
    const answer = await hub.createToken(installation, body());
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain(message);
  });

  it("sees nothing private of others", async () => {
    const token = await hub.tokenOf(installation);
    expect((await hub.ask("/repos/other/elsewhere", { token })).status).toBe(404);
    expect((await hub.ask("/repos/acme/absent", { token })).status).toBe(404);
  });

  it("is not for what the manifest does not ask for", async () => {
    const token = await hub.tokenOf(installation);
    const answer = await hub.ask("/repos/acme/one/issues", { token, body: { title: "Hello" } });
    expect(answer).toMatchObject({
      status: 403,
      body: { message: "Resource not accessible by integration" },
    });
  });

  it("is not for packages, whatever it may: GitHub closed them to Apps", async () => {
    const token = await hub.tokenOf(installation);
    const answer = await hub.ask("/orgs/acme/packages?package_type=container", { token });
    expect(answer).toMatchObject({
      status: 403,
      body: { message: "Resource not accessible by integration" },
    });
  });

  it("ends", async () => {
    const token = await hub.tokenOf(installation);
    const revoked = await hub.tokenOf(installation);
    expect((await hub.ask("/installation/token", { method: "DELETE", token: revoked })).status).toBe(204);
    expect((await hub.ask("/installation/repositories", { token: revoked })).status).toBe(401);
    now = new Date(now.getTime() + 3_600_000);
    expect(await hub.ask("/installation/repositories", { token })).toMatchObject({
      status: 401,
      body: { message: "Bad credentials" },
    });
    expect(hub.github.findToken(token)).toBeUndefined();
  });

  it("ends with all others", async () => {
    const token = await hub.tokenOf(installation);
    hub.github.revokeTokens();
    expect((await hub.ask("/installation/repositories", { token })).status).toBe(401);
  });

  it("rests while the installation is suspended", async () => {
    const token = await hub.tokenOf(installation);
    const path = `/app/installations/${installation}/suspended`;
    expect((await hub.ask(path, { method: "PUT", token: signJwt(hub.github) })).status).toBe(204);
    expect((await hub.ask("/installation/repositories", { token })).status).toBe(403);
    expect((await hub.createToken(installation)).body.message).toBe("This installation has been suspended");
    expect((await hub.ask(path, { method: "DELETE", token: signJwt(hub.github) })).status).toBe(204);
    expect((await hub.ask("/installation/repositories", { token })).status).toBe(200);
  });
});

it("records what was made use of", () => {
  expect(hub.github.usedPermissions.toJSON()).toEqual({});
});
