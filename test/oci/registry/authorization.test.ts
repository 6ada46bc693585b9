import { afterEach, describe, expect, it } from "vitest";
import type { AuthMode } from "../../../sandbox/registry/auth-mode.ts";
import { dockerHubManners } from "../../../sandbox/registry/docker-hub-manners.ts";
import { cutBeforeResponse, status } from "../../../sandbox/registry/fault-acts.ts";
import { ghcrManners } from "../../../sandbox/registry/ghcr-manners.ts";
import type { Manners } from "../../../sandbox/registry/manners.ts";
import { plainManners } from "../../../sandbox/registry/plain-manners.ts";
import { startRegistry } from "../../../sandbox/registry/start-registry.ts";
import type { Keychain } from "../../../src/oci/auth/credential.ts";
import { headManifest } from "../../../src/oci/registry/manifests.ts";
import { startUpload } from "../../../src/oci/registry/uploads.ts";
import { flyingClock } from "../clocks.ts";
import { loginAs, openClient } from "../open-client.ts";

const USERS = { me: "ghp_secret" };
const TOKEN: AuthMode = { kind: "token", users: USERS };
const login = loginAs("me", "ghp_secret");

const open: AsyncDisposable[] = [];
afterEach(() => Promise.all(open.splice(0).map((one) => one[Symbol.asyncDispose]())));

async function start(auth: AuthMode, keychain?: Keychain, manners: Manners = plainManners()) {
  const clock = flyingClock(Date.now());
  const server = await startRegistry({ auth, manners, now: clock.now });
  const client = openClient(server.url, { clock, ...(keychain && { keychain }) });
  open.push(client, server);
  for (const repository of ["acme/app", "acme/web"]) {
    server.store.putManifest(
      repository,
      "v1",
      "application/vnd.oci.image.manifest.v1+json",
      Buffer.from("{}"),
    );
    server.store.setVisibility(repository, "public");
  }
  const head = (repository = "acme/app") => headManifest(client.source(repository), "v1");
  return { server, client, clock, head };
}

describe("a registry with a token service", () => {
  it.each([
    ["a plain one", plainManners()],
    ["Docker Hub, whose token service is on another host", dockerHubManners()],
    ["GHCR, whose challenge names a placeholder", ghcrManners()],
  ])("%s: one bare request and one token for each scope, however many ask at first", async (_, manners) => {
    const { server, head } = await start(TOKEN, undefined, manners);
    await Promise.all([
      ...Array.from({ length: 25 }, () => head()),
      ...Array.from({ length: 25 }, () => head("acme/web")),
    ]);
    const tokens = server.requests.filter(({ kind }) => kind === "token");
    expect(tokens.map(({ scopes }) => scopes).sort()).toEqual([
      ["repository:acme/app:pull"],
      ["repository:acme/web:pull"],
    ]);
    expect(server.count({ status: 401 })).toBe(1);
    expect(server.count({ kind: "manifest" })).toBe(51);
  });

  it.each(["token", "access_token", "both"] as const)("that answers with %s", async (field) => {
    const { head } = await start({ ...TOKEN, field });
    expect(await head()).toBeDefined();
  });

  it.each([
    ["says how long its tokens live", { ...TOKEN, expiresIn: 300 }, 270_000],
    ["does not say it", TOKEN, 54_000],
  ] as const)("that %s is asked again before they run out", async (_, auth, life) => {
    const { server, clock, head } = await start(auth);
    await head();
    clock.advance(life - 1_000);
    await head();
    expect(server.count({ kind: "token" })).toBe(1);
    clock.advance(1_000);
    await head();
    expect([server.count({ kind: "token" }), server.count({ status: 401 })]).toEqual([2, 1]);
  });

  it("that makes its tokens worthless is asked for another, once", async () => {
    const { server, head } = await start(TOKEN);
    await head();
    server.revokeTokens();
    await Promise.all([head(), head(), head()]);
    expect(server.count({ kind: "token" })).toBe(2);
  });

  it("gets a password, and an identity token by POST", async () => {
    const identity: Keychain = { resolve: async () => ({ kind: "identity-token", token: "ghp_secret" }) };
    for (const [keychain, method] of [
      [login, "GET"],
      [identity, "POST"],
    ] as const) {
      const { server, client } = await start({ ...TOKEN, anonymous: "none" }, keychain);
      expect(await startUpload(client.destination("acme/app"))).toBeDefined();
      expect(server.requests.filter(({ kind }) => kind === "token").map((request) => request.method)).toEqual(
        [method],
      );
    }
  });

  it.each([
    ["a wrong password", loginAs("me", "wrong"), "UNAUTHORIZED"],
    ["nobody", undefined, "UNAUTHORIZED"],
    [
      "an old identity token",
      { resolve: async () => ({ kind: "identity-token", token: "old" }) } satisfies Keychain,
      "UNAUTHORIZED",
    ],
  ])("that refuses %s", async (_, keychain, code) => {
    const { server, head } = await start({ ...TOKEN, anonymous: "none" }, keychain);
    const error = await head().catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code,
      message: expect.stringContaining("the token service gave no token"),
    });
    expect(String(error)).not.toContain("wrong");
    expect(server.count({ kind: "token" })).toBe(1);
  });

  it("that grants too little: UNAUTHORIZED", async () => {
    const { server, client } = await start(TOKEN);
    const pushing = startUpload(client.destination("acme/app"));
    await expect(pushing).rejects.toMatchObject({
      code: "UNAUTHORIZED",
      registryCode: "UNAUTHORIZED",
      method: "POST",
    });
    expect([server.count({ kind: "token" }), server.count({ kind: "upload" })]).toEqual([1, 2]);
  });

  it("that denies by itself: DENIED", async () => {
    const { head } = await start(TOKEN, undefined, ghcrManners());
    await expect(head("acme/nothing")).rejects.toMatchObject({
      code: "DENIED",
      registryMessage: "requested access to the resource is denied",
    });
  });

  it.each([
    ["that is out of order", status(503), "UNAVAILABLE", 3],
    ["that breaks off", cutBeforeResponse, "INTERRUPTED", 3],
    ["that is not there", status(404), "MALFORMED", 1],
    ["that talks nonsense", status(200, { body: "<html>" }), "MALFORMED", 1],
    ["that has no token", status(200, { body: {} }), "MALFORMED", 1],
  ])("%s", async (_, act, code, tries) => {
    const { server, head } = await start(TOKEN);
    server.faults.add({ when: { kind: "token" }, act, times: 9 });
    const error = await head().catch((reason: unknown) => reason);
    const words = new RegExp(`^the token service gave no token: (GET )?${server.url}/token`);
    expect(error).toMatchObject({ code, message: expect.stringMatching(words) });
    expect(server.count({ kind: "token" })).toBe(tries);
  });

  it("that cannot be reached is named", async () => {
    const { server, head } = await start(TOKEN, undefined, dockerHubManners());
    const realm = "http://127.0.0.1:1/token";
    const headers = { "www-authenticate": `Bearer realm="${realm}",service="registry.docker.io"` };
    server.faults.add({ act: status(401, { headers }), times: 9 });
    await expect(head()).rejects.toMatchObject({
      code: "UNREACHABLE",
      message: expect.stringContaining(realm),
    });
  });

  it("that is out of order for a while is asked again", async () => {
    const { server, head } = await start(TOKEN);
    server.faults.add({ when: { kind: "token" }, act: status(503), times: 2 });
    expect(await head()).toBeDefined();
    expect(server.count({ kind: "token" })).toBe(3);
  });
});

describe("a registry without one", () => {
  it("that challenges nobody is asked for nothing", async () => {
    const { server, head } = await start({ kind: "none" }, login);
    await Promise.all([head(), head(), head("acme/web")]);
    expect(server.requests.map(({ kind, authorization }) => [kind, authorization])).toEqual(
      Array(3).fill(["manifest", undefined]),
    );
  });

  it("that wants Basic gets it", async () => {
    const { server, head } = await start({ kind: "basic", users: USERS }, login);
    await head();
    await Promise.all([head(), head("acme/web")]);
    expect(server.requests.map((request) => request.status)).toEqual([401, 200, 200, 200]);
  });

  it.each([undefined, loginAs("me", "wrong")])("that wants Basic from somebody else", async (keychain) => {
    const { head } = await start({ kind: "basic", users: USERS }, keychain);
    await expect(head()).rejects.toMatchObject({ code: "UNAUTHORIZED", status: 401 });
  });
});
