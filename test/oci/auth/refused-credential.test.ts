import { describe, expect, it } from "vitest";
import type { Credential, Keychain } from "../../../src/oci/auth/credential.ts";
import { isCredentialRefused } from "../../../src/oci/auth/is-credential-refused.ts";
import { RegistryError, type RegistryErrorCode } from "../../../src/oci/error.ts";
import { guardedRegistry, pulling, requestTo } from "./guarded-registry.ts";

const login = (password: string): Credential => ({ kind: "password", username: "me", password });
const basic = (password: string) => `Basic ${btoa(`me:${password}`)}`;
const DENIED = { errors: [{ code: "DENIED", message: "denied" }] };

/** Gives each password until it is refused, the last for ever; and keeps what it was told. */
function passwords(...all: readonly string[]) {
  const told: (Credential | undefined)[] = [];
  let current = 0;
  const keychain: Keychain = {
    resolve: async (_, __, ___, refused) => {
      told.push(refused);
      if (refused?.kind === "password" && refused.password === all[current]) current += 1;
      return login(all[Math.min(current, all.length - 1)] ?? "");
    },
  };
  return { keychain, told };
}

describe("a credential that the token service refuses", () => {
  const refusing =
    (status: number, body: object) =>
    ({ url, headers = {} }: { url: URL; headers?: Readonly<Record<string, string>> }) =>
      url.pathname === "/token" && headers["authorization"] !== basic("good") ? { status, body } : undefined;

  it.each([
    ["401", 401, {}],
    ["GHCR's words", 403, DENIED],
  ])("with %s is replaced once by what the keychain has instead", async (_, status, body) => {
    const { keychain, told } = passwords("old", "good");
    const { authorizer, tokenRequests } = guardedRegistry({ keychain, instead: refusing(status, body) });
    expect((await authorizer.send(requestTo("a/b"), pulling("a/b"))).status).toBe(200);
    expect(told).toEqual([undefined, login("old")]);
    expect(tokenRequests).toHaveLength(2);
  });

  it.each([
    ["nothing else", ["old"], 1],
    ["only others that are no better", ["old", "older", "oldest"], 2],
  ])("ends in UNAUTHORIZED where the keychain has %s", async (_, all, asked) => {
    const { keychain } = passwords(...all);
    const { authorizer, tokenRequests } = guardedRegistry({ keychain, instead: refusing(401, {}) });
    const sending = authorizer.send(requestTo("a/b"), pulling("a/b"));
    await expect(sending).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    expect(tokenRequests).toHaveLength(asked);
  });

  it("is not doubted where it lacks a right only", async () => {
    const { keychain, told } = passwords("old", "good");
    const body = { errors: [{ code: "DENIED", message: "requested access to the resource is denied" }] };
    const { authorizer } = guardedRegistry({ keychain, instead: refusing(403, body) });
    const sending = authorizer.send(requestTo("a/b"), pulling("a/b"));
    await expect(sending).rejects.toMatchObject({ code: "DENIED" });
    expect(told).toEqual([undefined]);
  });
});

describe("a credential that the registry itself refuses", () => {
  it("is doubted after a token that was made anew for it, and not before", async () => {
    const { keychain, told } = passwords("old", "good");
    const { authorizer, valid, shown } = guardedRegistry({ keychain });
    await authorizer.send(requestTo("a/b"), pulling("a/b"));
    valid.clear();
    await authorizer.send(requestTo("a/b"), pulling("a/b"));
    expect(told).toEqual([undefined, undefined]);
    valid.clear();
    const add = valid.add.bind(valid);
    valid.add = (token) => (token === "Bearer t4" ? add(token) : valid);
    expect((await authorizer.send(requestTo("a/b"), pulling("a/b"))).status).toBe(200);
    expect(told.slice(2)).toEqual([undefined, login("old")]);
    expect(shown.slice(-3)).toEqual(["Bearer t2", "Bearer t3", "Bearer t4"]);
  });

  it("is not doubted where its token is good and not enough", async () => {
    const { keychain, told } = passwords("old", "good");
    const challenge = 'Bearer realm="https://auth.registry.example/token",error="insufficient_scope"';
    const { authorizer, tokenRequests } = guardedRegistry({
      keychain,
      instead: ({ url }) =>
        url.pathname === "/token" ? undefined : { status: 401, headers: { "www-authenticate": challenge } },
    });
    const sending = authorizer.send(requestTo("a/b"), pulling("a/b"));
    await expect(sending).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    expect(told).toEqual([undefined]);
    expect(tokenRequests).toHaveLength(1);
  });

  it("is replaced for Basic, too", async () => {
    const { keychain } = passwords("old", "good");
    const { authorizer, valid, shown } = guardedRegistry({ keychain, challenge: 'Basic realm="x"' });
    valid.add(basic("good"));
    expect((await authorizer.send(requestTo("a/b"), pulling("a/b"))).status).toBe(200);
    expect(shown).toEqual([undefined, basic("old"), basic("good")]);
  });

  it("is replaced no more than once for one request", async () => {
    const { keychain } = passwords("1", "2", "3", "4", "5");
    const { authorizer, shown } = guardedRegistry({ keychain, challenge: 'Basic realm="x"' });
    const sending = authorizer.send(requestTo("a/b"), pulling("a/b"));
    await expect(sending).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    expect(shown).toEqual([undefined, basic("1"), basic("2")]);
  });
});

it.each<[code: RegistryErrorCode, words: string, is: boolean]>([
  ["UNAUTHORIZED", "authentication required", true],
  ["DENIED", "denied", true],
  ["DENIED", "Denied", true],
  ["DENIED", "requested access to the resource is denied", false],
  ["DENIED", "permission_denied: write_package", false],
  ["NOT_FOUND", "denied", false],
])("isCredentialRefused: %s %j is %s", (code, registryMessage, is) => {
  expect(isCredentialRefused(new RegistryError(code, "words", { registryMessage }))).toBe(is);
});
