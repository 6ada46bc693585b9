import { describe, expect, it } from "vitest";
import type { Credential } from "../../../src/oci/auth/credential.ts";
import { fetchToken, type TokenRequest } from "../../../src/oci/auth/token.ts";
import { RegistryError } from "../../../src/oci/error.ts";
import { flyingClock, NOON } from "../clocks.ts";
import { type Answering, fakeSend } from "../fake-send.ts";

const SCOPE = "repository:acme/app:pull";

function ask(answer: Answering, more: Partial<TokenRequest> = {}) {
  const { send, requests } = fakeSend(answer);
  const realm = new URL("https://auth.example/token");
  const request = { realm, service: "registry", scopes: [SCOPE], credential: undefined, ...more };
  return { fetching: fetchToken(send, flyingClock(), request), requests };
}

describe("what a token service is asked", () => {
  const granting: Answering = () => ({ status: 200, body: { token: "t" } });
  const password: Credential = { kind: "password", username: "me", password: "pass:word" };

  it("by GET, with service and scopes", async () => {
    const { fetching, requests } = ask(granting, { scopes: [SCOPE, "repository:b/c:pull,push"] });
    await fetching;
    const [request] = requests;
    expect([request?.method, request?.body]).toEqual(["GET", undefined]);
    expect([...(request?.url.searchParams ?? [])]).toEqual([
      ["service", "registry"],
      ["scope", SCOPE],
      ["scope", "repository:b/c:pull,push"],
    ]);
    expect(request?.headers).not.toHaveProperty("authorization");
  });

  it("keeps what the realm asks for by itself, and names no service where there is none", async () => {
    const realm = new URL("https://auth.example/token?tenant=7");
    const { fetching, requests } = ask(granting, { realm, service: undefined, scopes: [] });
    await fetching;
    expect(requests[0]?.url.href).toBe("https://auth.example/token?tenant=7");
  });

  it("by Basic, with a password", async () => {
    const { fetching, requests } = ask(granting, { credential: password });
    await fetching;
    expect(requests[0]?.headers).toMatchObject({ authorization: `Basic ${btoa("me:pass:word")}` });
  });

  it("by POST, with an identity token", async () => {
    const credential: Credential = { kind: "identity-token", token: "refresh&me" };
    const { fetching, requests } = ask(granting, { credential, scopes: [SCOPE, "repository:b/c:pull"] });
    await fetching;
    const [request] = requests;
    expect([request?.method, request?.url.href]).toEqual(["POST", "https://auth.example/token"]);
    expect(request?.headers).toMatchObject({ "content-type": "application/x-www-form-urlencoded" });
    expect(Object.fromEntries(new URLSearchParams(String(request?.body)))).toEqual({
      grant_type: "refresh_token",
      refresh_token: "refresh&me",
      client_id: "ghcr-mirror",
      service: "registry",
      scope: `${SCOPE} repository:b/c:pull`,
    });
  });
});

describe("the token", () => {
  it.each([
    [{ token: "a" }, "a", 54],
    [{ access_token: "b" }, "b", 54],
    [{ token: "a", access_token: "b" }, "a", 54],
    [{ token: "", access_token: "b" }, "b", 54],
    [{ token: "a", expires_in: 300 }, "a", 270],
    [{ token: "a", expires_in: 0 }, "a", 54],
    [{ token: "a", expires_in: -1 }, "a", 54],
    [{ token: "a", expires_in: "300" }, "a", 54],
    [{ token: "a", expires_in: null }, "a", 54],
  ])("of %j is %s, for %i s", async (body, value, seconds) => {
    const { fetching } = ask(() => ({ status: 200, body }));
    expect(await fetching).toEqual({ value, expires: NOON + seconds * 1_000, anonymous: true });
  });
});

describe("a token service that fails", () => {
  it.each([
    [{ status: 503 }, "UNAVAILABLE"],
    [{ status: 401, body: { details: "incorrect username or password" } }, "UNAUTHORIZED"],
    [{ status: 403, body: { errors: [{ code: "DENIED", message: "denied" }] } }, "DENIED"],
    [{ status: 429, headers: { "retry-after": "7" } }, "TOO_MANY_REQUESTS"],
    // An address that is not there must not be taken for an image that is not there.
    [{ status: 404 }, "MALFORMED"],
    [{ status: 204 }, "REJECTED"],
    [{ status: 307 }, "REDIRECT"],
    [{ status: 200, body: "<html>" }, "MALFORMED"],
    [{ status: 200, body: "" }, "MALFORMED"],
    [{ status: 200, body: "null" }, "MALFORMED"],
    [{ status: 200, body: { token: 7 } }, "MALFORMED"],
    [{ status: 200, body: { token: "a\r\nX-Evil: 1" } }, "MALFORMED"],
    [{ status: 200, body: {} }, "MALFORMED"],
    [{ status: 200, body: "x".repeat(300_000) }, "TOO_LARGE"],
  ])("with %j: %s, and names itself", async (answer, code) => {
    const error = await ask(() => answer).fetching.catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code, message: expect.stringMatching(/token service.*auth\.example/) });
  });

  it.each([
    [401, undefined, true],
    [403, undefined, true],
    [401, { kind: "password", username: "me", password: "x" }, undefined],
    [403, { kind: "identity-token", token: "x" }, undefined],
    [503, undefined, undefined],
  ] as const)("with %i, of %j: anonymous is %s", async (status, credential, anonymous) => {
    const error = await ask(() => ({ status }), { credential }).fetching.catch((reason: unknown) => reason);
    expect(error).toMatchObject({ status });
    expect((error as RegistryError).anonymous).toBe(anonymous);
  });

  it("keeps the wait that it asks for, and its words", async () => {
    const body = { errors: [{ code: "TOOMANYREQUESTS", message: "slow down" }] };
    const { fetching } = ask(() => ({ status: 429, headers: { "retry-after": "7" }, body }));
    await expect(fetching).rejects.toMatchObject({
      status: 429,
      retryAfter: 7_000,
      registryCode: "TOOMANYREQUESTS",
      registryMessage: "slow down",
    });
  });

  it("by refusing an identity token with 400, as OAuth2 has it: UNAUTHORIZED", async () => {
    const credential: Credential = { kind: "identity-token", token: "old" };
    const { fetching } = ask(() => ({ status: 400, body: { error: "invalid_grant" } }), { credential });
    await expect(fetching).rejects.toMatchObject({
      code: "UNAUTHORIZED",
      message: expect.stringContaining("invalid_grant"),
    });
  });

  it("by not being reached", async () => {
    const { fetching } = ask(() => {
      throw new RegistryError("UNREACHABLE", "GET https://auth.example/token: cannot connect");
    });
    await expect(fetching).rejects.toMatchObject({
      code: "UNREACHABLE",
      message: "the token service gave no token: GET https://auth.example/token: cannot connect",
    });
  });

  it("by not answering in time: TIMEOUT, and not the signal's own error", async () => {
    const { fetching } = ask(() => ({ status: 200 }), { signal: AbortSignal.abort(new Error("too late")) });
    await expect(fetching).rejects.toMatchObject({ name: "RegistryError", code: "TIMEOUT" });
  });

  it("without ever naming a secret", async () => {
    const credential: Credential = { kind: "password", username: "me", password: "hunter2" };
    const realm = new URL("https://u:hunter2@auth.example/token?sig=hunter2");
    const { fetching } = ask(() => ({ status: 401 }), { credential, realm });
    const error = await fetching.catch((reason: unknown) => reason);
    expect(JSON.stringify(error) + String(error)).not.toMatch(/hunter2|bWU6aHVudGVyMg/);
  });

  it("lets mistakes of this program pass", async () => {
    const bug = new TypeError("bug");
    const { fetching } = ask(() => {
      throw bug;
    });
    await expect(fetching).rejects.toBe(bug);
  });
});
