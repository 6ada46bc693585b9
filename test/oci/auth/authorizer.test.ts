import { describe, expect, it } from "vitest";
import type { RegistryError } from "../../../src/oci/error.ts";
import type { HttpRequest } from "../../../src/oci/http/exchange.ts";
import { settled } from "../clocks.ts";
import {
  ENDPOINT,
  type GuardedOptions,
  guardedRegistry,
  keychainOf,
  pulling,
  requestTo,
} from "./guarded-registry.ts";

const login = keychainOf({ kind: "password", username: "me", password: "secret" });
const BASIC = `Basic ${btoa("me:secret")}`;

describe("a registry that wants Bearer tokens", () => {
  it("is asked bare once, and for one token for each scope, by 50 first requests at once", async () => {
    const { authorizer, shown, tokenRequests } = guardedRegistry();
    const one = Array.from({ length: 49 }, () => authorizer.send(requestTo("a/b"), pulling("a/b")));
    const other = authorizer.send(requestTo("c/d"), pulling("c/d"));
    for (const { status } of await Promise.all([...one, other])) expect(status).toBe(200);
    expect(tokenRequests).toEqual([["repository:a/b:pull"], ["repository:c/d:pull"]]);
    expect(shown.filter((authorization) => authorization === undefined)).toHaveLength(1);
    expect(shown).toHaveLength(51);
  });

  it("is asked for the scopes of the purpose, not for the placeholder of its challenge", async () => {
    const { authorizer, tokenRequests } = guardedRegistry();
    const scopes = ["repository:a/b:pull,push", "repository:c/d:pull"];
    await authorizer.send(requestTo("a/b"), { repository: "a/b", scopes });
    await authorizer.send(requestTo("a/b"), pulling("a/b"));
    expect(tokenRequests).toEqual([scopes, ["repository:a/b:pull"]]);
  });

  it("is shown a token until nine tenths of its life are over, and then a new one", async () => {
    const { authorizer, shown, clock } = guardedRegistry({ lifetime: 300 });
    const send = () => authorizer.send(requestTo("a/b"), pulling("a/b"));
    await send();
    clock.advance(269_999);
    await send();
    clock.advance(1);
    await send();
    expect(shown).toEqual([undefined, "Bearer t1", "Bearer t1", "Bearer t2"]);
  });

  it("gets a new token once when it refuses one in mid-life", async () => {
    const { authorizer, shown, valid } = guardedRegistry();
    const send = () => authorizer.send(requestTo("a/b"), pulling("a/b"));
    await send();
    valid.clear();
    expect((await send()).status).toBe(200);
    expect(shown).toEqual([undefined, "Bearer t1", "Bearer t1", "Bearer t2"]);
  });

  it("costs one new token when it refuses that of many requests at once", async () => {
    const { authorizer, tokenRequests, valid } = guardedRegistry();
    const send = () => authorizer.send(requestTo("a/b"), pulling("a/b"));
    await send();
    valid.clear();
    await Promise.all(Array.from({ length: 20 }, send));
    expect(tokenRequests).toHaveLength(2);
  });

  it("ends in UNAUTHORIZED when it never likes a token", async () => {
    const { authorizer, shown, valid } = guardedRegistry();
    valid.add = () => valid;
    const send = () => authorizer.send(requestTo("a/b"), pulling("a/b"));
    await expect(send()).rejects.toMatchObject({ code: "UNAUTHORIZED", registryCode: "UNAUTHORIZED" });
    expect(shown).toEqual([undefined, "Bearer t1"]);
    await expect(send()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    expect(shown.slice(2)).toEqual(["Bearer t1", "Bearer t2"]);
  });

  it("gets a token that the keychain holds as it is", async () => {
    const { authorizer, shown, valid, tokenRequests } = guardedRegistry({
      keychain: keychainOf({ kind: "registry-token", token: "mine" }),
    });
    valid.add("Bearer mine");
    await authorizer.send(requestTo("a/b"), pulling("a/b"));
    expect([shown, tokenRequests]).toEqual([[undefined, "Bearer mine"], []]);
    valid.clear();
    const refused = authorizer.send(requestTo("a/b"), pulling("a/b"));
    await expect(refused).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    expect(shown).toHaveLength(3);
  });

  it("has its realm read relative to itself", async () => {
    const { authorizer, requests } = guardedRegistry({ challenge: 'Bearer realm="/token"' });
    await authorizer.send(requestTo("a/b"), pulling("a/b"));
    expect(requests[1]?.url.origin).toBe(ENDPOINT.origin);
  });
});

describe("a registry without a challenge", () => {
  it("is never asked for a token", async () => {
    const { authorizer, shown, tokenRequests } = guardedRegistry({
      keychain: login,
      instead: () => ({ status: 200 }),
    });
    await Promise.all(Array.from({ length: 10 }, () => authorizer.send(requestTo("a/b"), pulling("a/b"))));
    expect([new Set(shown), shown.length, tokenRequests]).toEqual([new Set([undefined]), 10, []]);
  });

  it("may want tokens later, for something else", async () => {
    const open = /\/public\//;
    const { authorizer, shown } = guardedRegistry({
      instead: ({ url }) => (open.test(url.pathname) ? { status: 200 } : undefined),
    });
    await authorizer.send(requestTo("acme/public/x"), pulling("acme/public/x"));
    expect((await authorizer.send(requestTo("acme/b"), pulling("acme/b"))).status).toBe(200);
    expect(shown).toEqual([undefined, undefined, "Bearer t1"]);
  });

  it.each([undefined, "Negotiate", 'Bearer realm="ftp://x"', "Bearer"])(
    "and yet 401 (%s): UNAUTHORIZED at once",
    async (challenge) => {
      const headers = challenge === undefined ? {} : { "www-authenticate": challenge };
      const { authorizer, shown } = guardedRegistry({
        keychain: login,
        instead: () => ({ status: 401, headers }),
      });
      const sending = authorizer.send(requestTo("a/b"), pulling("a/b"));
      await expect(sending).rejects.toMatchObject({ code: "UNAUTHORIZED" });
      expect(shown).toEqual([undefined]);
    },
  );
});

describe("a registry that wants Basic", () => {
  const challenge = 'Basic realm="x"';

  it("gets it from the second request on", async () => {
    const { authorizer, shown, valid } = guardedRegistry({ challenge, keychain: login });
    valid.add(BASIC);
    await Promise.all([1, 2, 3].map(() => authorizer.send(requestTo("a/b"), pulling("a/b"))));
    expect(shown).toEqual([undefined, BASIC, BASIC, BASIC]);
  });

  it.each([
    ["nobody", undefined],
    ["an identity token", { kind: "identity-token", token: "t" }],
  ] as const)("and there is %s: UNAUTHORIZED", async (_, credential) => {
    const { authorizer, shown } = guardedRegistry({ challenge, keychain: keychainOf(credential) });
    const sending = authorizer.send(requestTo("a/b"), pulling("a/b"));
    await expect(sending).rejects.toMatchObject({ code: "UNAUTHORIZED", status: 401 });
    expect(shown).toEqual([undefined]);
  });

  it("and refuses the password: UNAUTHORIZED, without a third try", async () => {
    const { authorizer, shown } = guardedRegistry({ challenge, keychain: login });
    await expect(authorizer.send(requestTo("a/b"), pulling("a/b"))).rejects.toThrow("401");
    await expect(authorizer.send(requestTo("a/b"), pulling("a/b"))).rejects.toThrow("401");
    expect(shown).toEqual([undefined, BASIC, BASIC]);
  });

  it("as well as Bearer gets Bearer", async () => {
    const both = 'Basic realm="x", Bearer realm="/token"';
    const { authorizer, shown } = guardedRegistry({ challenge: both, keychain: login });
    await authorizer.send(requestTo("a/b"), pulling("a/b"));
    expect(shown).toEqual([undefined, "Bearer t1"]);
  });
});

describe("the first request", () => {
  it("fails for itself only: the others go on, side by side", async () => {
    let asked = 0;
    const { authorizer, tokenRequests } = guardedRegistry({
      instead: ({ url }) => {
        if (url.pathname !== "/token" && ++asked === 1) throw new Error("cut");
        return undefined;
      },
    });
    const results = await Promise.allSettled(
      [1, 2, 3].map(() => authorizer.send(requestTo("a/b"), pulling("a/b"))),
    );
    expect(results.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
    expect(tokenRequests).toHaveLength(1);
  });

  it.each([408, 429, 500, 503])("teaches nothing when it meets a %i", async (status) => {
    let asked = 0;
    const { authorizer, shown } = guardedRegistry({
      instead: ({ url }) => (url.pathname !== "/token" && ++asked === 1 ? { status } : undefined),
    });
    expect((await authorizer.send(requestTo("a/b"), pulling("a/b"))).status).toBe(status);
    await Promise.all([1, 2, 3].map(() => authorizer.send(requestTo("a/b"), pulling("a/b"))));
    expect(shown.filter((authorization) => authorization === undefined)).toHaveLength(2);
  });

  it("need not be waited for by who is stopped", async () => {
    const answering = Promise.withResolvers<{ status: number }>();
    const { authorizer } = guardedRegistry({ instead: () => answering.promise });
    const first = authorizer.send(requestTo("a/b"), pulling("a/b"));
    const controller = new AbortController();
    const { signal } = controller;
    const second = authorizer.send(requestTo("a/b", { signal }), pulling("a/b"));
    await settled();
    controller.abort(new Error("stopped"));
    await expect(second).rejects.toThrow("stopped");
    answering.resolve({ status: 200 });
    expect((await first).status).toBe(200);
  });
});

describe("a refusal says whether it met nobody in particular", () => {
  const nobody = keychainOf(undefined);
  const refusing = (status: number) => (request: HttpRequest) =>
    request.headers?.["authorization"] === undefined ? undefined : { status };
  const denying = (request: HttpRequest) =>
    request.url.pathname === "/token" ? undefined : refusing(403)(request);

  it.each<[string, GuardedOptions, string, true | undefined]>([
    ["403 for an anonymous token", { keychain: nobody, instead: denying }, "DENIED", true],
    ["401 for an anonymous token", { keychain: nobody, instead: refusing(401) }, "UNAUTHORIZED", true],
    [
      "401 of the token service",
      { keychain: nobody, instead: ({ url }) => (url.pathname === "/token" ? { status: 401 } : undefined) },
      "UNAUTHORIZED",
      true,
    ],
    ["no password for Basic", { keychain: nobody, challenge: 'Basic realm="x"' }, "UNAUTHORIZED", true],
    ["403 for a token of somebody", { keychain: login, instead: denying }, "DENIED", undefined],
    ["401 for a password", { keychain: login, challenge: 'Basic realm="x"' }, "UNAUTHORIZED", undefined],
    [
      "a kind of credential that is no use",
      { keychain: keychainOf({ kind: "identity-token", token: "t" }), challenge: 'Basic realm="x"' },
      "UNAUTHORIZED",
      undefined,
    ],
    [
      "403 for a token that the keychain holds",
      { keychain: keychainOf({ kind: "registry-token", token: "mine" }), instead: refusing(403) },
      "DENIED",
      undefined,
    ],
    // No credential was looked for, and none would help.
    ["403 without a challenge", { keychain: nobody, instead: () => ({ status: 403 }) }, "DENIED", undefined],
    [
      "401 without a challenge",
      { keychain: nobody, instead: () => ({ status: 401 }) },
      "UNAUTHORIZED",
      undefined,
    ],
  ])("%s", async (_, options, code, anonymous) => {
    const { authorizer } = guardedRegistry(options);
    for (const __ of [1, 2]) {
      const error = await authorizer
        .send(requestTo("a/b"), pulling("a/b"))
        .catch((reason: unknown) => reason);
      expect(error).toMatchObject({ name: "RegistryError", code });
      expect((error as RegistryError).anonymous).toBe(anonymous);
    }
  });
});
