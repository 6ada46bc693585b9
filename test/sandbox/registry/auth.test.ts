import { describe, expect, it } from "vitest";
import type { TokenAuth } from "../../../sandbox/registry/auth-mode.ts";
import { startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { digestOf } from "../../../src/oci/digest.ts";
import { ask, beginUpload } from "./wire.ts";

const users = { ann: "secret" };
const basic = (name: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}`,
});
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

function clockedRegistry(auth: Omit<TokenAuth, "kind"> = {}) {
  const clock = { now: 1_000_000 };
  return startRegistry({ auth: { kind: "token", users, ...auth }, now: () => clock.now }).then(
    (registry) => ({
      registry,
      clock,
      [Symbol.asyncDispose]: () => registry.close(),
    }),
  );
}

async function tokenFor(url: string, scope: string, headers = {}, service = "registry"): Promise<string> {
  const answer = await ask(`${url}/token?service=${service}&scope=${scope}`, { headers });
  return (JSON.parse(answer.text) as { token: string }).token;
}

describe("Basic", () => {
  it.each([
    ["nothing", {}, 401],
    ["a wrong password", basic("ann", "guess"), 401],
    ["an unknown user", basic("bob", "secret"), 401],
    ["the right ones", basic("ann", "secret"), 200],
  ])("given %s", async (_, headers, status) => {
    await using registry = await startRegistry({ auth: { kind: "basic", users } });
    const answer = await ask(`${registry.url}/v2/`, { headers });
    expect(answer.status).toBe(status);
    if (status === 401) {
      expect(answer.headers.get("www-authenticate")).toBe('Basic realm="Registry"');
      expect(JSON.parse(answer.text)).toEqual({
        errors: [{ code: "UNAUTHORIZED", message: "authentication required", detail: null }],
      });
    }
  });
});

describe("the challenge", () => {
  it("names the scope of what was tried, and what is missing", async () => {
    await using at = await clockedRegistry({ service: "here" });
    const answer = await ask(`${at.registry.url}/v2/a/b/blobs/uploads/`, { method: "POST" });
    expect(answer.headers.get("www-authenticate")).toBe(
      `Bearer realm="${at.registry.url}/token",service="here",scope="repository:a/b:pull,push"`,
    );
    expect(JSON.parse(answer.text)).toMatchObject({
      errors: [
        { detail: [{ Type: "repository", Class: "", Name: "a/b", Action: "pull" }, { Action: "push" }] },
      ],
    });
  });

  it("of a mount names both repositories, and a pull of the other is needed", async () => {
    await using at = await clockedRegistry();
    const { digest } = at.registry.store.putBlob("from", Buffer.from("x"));
    const url = `${at.registry.url}/v2/to/blobs/uploads/?mount=${digest}&from=from`;
    const narrow = await tokenFor(at.registry.url, "repository:to:pull,push", basic("ann", "secret"));
    const refused = await ask(url, { method: "POST", headers: bearer(narrow) });
    expect(refused.headers.get("www-authenticate")).toContain(
      'scope="repository:to:pull,push repository:from:pull",error="insufficient_scope"',
    );
    const scopes = "repository:to:pull,push&scope=repository:from:pull";
    const wide = await tokenFor(at.registry.url, scopes, basic("ann", "secret"));
    expect((await ask(url, { method: "POST", headers: bearer(wide) })).status).toBe(201);
  });

  it("can point at another host", async () => {
    await using at = await clockedRegistry({ realmHost: true });
    const answer = await ask(`${at.registry.url}/v2/`);
    const realm = /realm="([^"]+)"/.exec(answer.headers.get("www-authenticate") ?? "")?.[1] ?? "";
    expect(new URL(realm).host).not.toBe(at.registry.host);
    expect((await ask(`${realm}?service=registry`)).status).toBe(200);
    expect((await ask(`${at.registry.url}/token?service=registry`)).status).toBe(404);
    expect(at.registry.count({ kind: "token" })).toBe(2);
  });
});

describe("tokens", () => {
  it("grant what they were asked for and no more", async () => {
    await using at = await clockedRegistry();
    at.registry.store.tag("a", "v1", digestOf(Buffer.from("x")));
    const url = `${at.registry.url}/v2/a/tags/list`;
    const token = await tokenFor(at.registry.url, "repository:a:pull");
    expect((await ask(url, { headers: bearer(token) })).status).toBe(200);
    const elsewhere = await ask(`${at.registry.url}/v2/b/tags/list`, { headers: bearer(token) });
    expect(elsewhere.headers.get("www-authenticate")).toContain('error="insufficient_scope"');
    const push = await ask(`${at.registry.url}/v2/a/blobs/uploads/`, {
      method: "POST",
      headers: bearer(token),
    });
    expect(push.status).toBe(401);
  });

  it("let nobody push who is nobody, and somebody", async () => {
    await using at = await clockedRegistry();
    const scope = "repository:a:pull,push";
    const url = `${at.registry.url}/v2/a/blobs/uploads/`;
    const anonymous = await tokenFor(at.registry.url, scope);
    expect((await ask(url, { method: "POST", headers: bearer(anonymous) })).status).toBe(401);
    const ann = await tokenFor(at.registry.url, scope, basic("ann", "secret"));
    expect((await ask(url, { method: "POST", headers: bearer(ann) })).status).toBe(202);
  });

  it("need the right to delete for cancelling an upload", async () => {
    await using at = await clockedRegistry();
    const scope = "repository:a:pull,push";
    const pushing = bearer(await tokenFor(at.registry.url, scope, basic("ann", "secret")));
    const location = await beginUpload(at.registry.url, "a", { headers: pushing });
    expect((await ask(location, { method: "DELETE", headers: pushing })).status).toBe(401);
    const deleting = bearer(await tokenFor(at.registry.url, `${scope},delete`, basic("ann", "secret")));
    expect((await ask(location, { method: "DELETE", headers: deleting })).status).toBe(204);
  });

  it.each([
    [undefined, 60],
    [300, 300],
  ])("that name %s seconds live %i", async (expiresIn, lifetime) => {
    await using at = await clockedRegistry(expiresIn === undefined ? {} : { expiresIn });
    const { text } = await ask(`${at.registry.url}/token?service=registry`);
    const { token, expires_in } = JSON.parse(text) as { token: string; expires_in?: number };
    expect(expires_in).toBe(expiresIn);
    const ping = () => ask(`${at.registry.url}/v2/`, { headers: bearer(token) });
    at.clock.now += lifetime * 1000 - 1;
    expect((await ping()).status).toBe(200);
    at.clock.now += 1;
    const late = await ping();
    expect([late.status, late.headers.get("www-authenticate")]).toEqual([
      401,
      expect.stringContaining('error="invalid_token"'),
    ]);
  });

  it("are worthless when made up, for another service, or revoked", async () => {
    await using at = await clockedRegistry();
    const ping = async (token: string) =>
      (await ask(`${at.registry.url}/v2/`, { headers: bearer(token) })).status;
    expect(await ping("made-up")).toBe(401);
    expect(await ping(await tokenFor(at.registry.url, "", {}, "elsewhere"))).toBe(401);
    const token = await tokenFor(at.registry.url, "");
    expect(await ping(token)).toBe(200);
    at.registry.revokeTokens();
    expect(await ping(token)).toBe(401);
  });

  it.each([
    ["token", ["token"]],
    ["access_token", ["access_token"]],
    ["both", ["access_token", "token"]],
  ] as const)("come in the field %s", async (field, keys) => {
    await using at = await clockedRegistry({ field });
    const { text } = await ask(`${at.registry.url}/token?service=registry`);
    const found = Object.keys(JSON.parse(text) as object).filter((key) => key.endsWith("token"));
    expect(found.sort()).toEqual(keys);
  });

  it("are recorded with the scopes asked, one each", async () => {
    await using at = await clockedRegistry();
    await ask(
      `${at.registry.url}/token?service=registry&scope=repository:a:pull+repository:b:pull&scope=repository:c:pull`,
    );
    expect(at.registry.requests[0]).toMatchObject({
      kind: "token",
      scopes: ["repository:a:pull", "repository:b:pull", "repository:c:pull"],
    });
  });

  it("are refused to a wrong password, and to nobody where that is so", async () => {
    await using at = await clockedRegistry({ anonymous: "none" });
    const url = `${at.registry.url}/token?service=registry`;
    expect((await ask(url, { headers: basic("ann", "guess") })).status).toBe(401);
    expect((await ask(url)).codes).toEqual(["UNAUTHORIZED"]);
  });
});

describe("OAuth2", () => {
  const form = (fields: Record<string, string>) => ({
    method: "POST",
    body: new URLSearchParams({
      service: "registry",
      client_id: "test",
      scope: "repository:a:pull,push",
      ...fields,
    }),
  });
  const password = { grant_type: "password", username: "ann", password: "secret", access_type: "offline" };

  it("gives an access token for a password, and for the refresh token that came with it", async () => {
    await using at = await clockedRegistry();
    const url = `${at.registry.url}/token`;
    const first = JSON.parse((await ask(url, form(password))).text) as Record<string, string>;
    expect(first).toMatchObject({ access_token: expect.any(String), refresh_token: expect.any(String) });
    expect(first).not.toHaveProperty("token");
    const again = form({ grant_type: "refresh_token", refresh_token: first["refresh_token"] ?? "" });
    const { access_token } = JSON.parse((await ask(url, again)).text) as { access_token: string };
    const upload = await ask(`${at.registry.url}/v2/a/blobs/uploads/`, {
      method: "POST",
      headers: bearer(access_token),
    });
    expect(upload.status).toBe(202);
  });

  it("takes a password for a refresh token, and refuses what is neither", async () => {
    await using at = await clockedRegistry();
    const url = `${at.registry.url}/token`;
    expect((await ask(url, form({ grant_type: "refresh_token", refresh_token: "secret" }))).status).toBe(200);
    const refused = await ask(url, form({ grant_type: "refresh_token", refresh_token: "guess" }));
    expect([refused.status, refused.text]).toEqual([401, '{"error":"invalid_grant"}\n']);
  });

  it("is not found where only GET is known", async () => {
    await using at = await clockedRegistry({ oauth2: false });
    expect((await ask(`${at.registry.url}/token`, form(password))).status).toBe(404);
  });
});
