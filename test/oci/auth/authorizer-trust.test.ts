import { describe, expect, it } from "vitest";
import { Authorizer } from "../../../src/oci/auth/authorizer.ts";
import { followRedirects } from "../../../src/oci/http/redirect.ts";
import { flyingClock } from "../clocks.ts";
import { fakeSend } from "../fake-send.ts";
import { ENDPOINT, guardedRegistry, keychainOf, pulling, requestTo } from "./guarded-registry.ts";

const login = keychainOf({ kind: "password", username: "me", password: "secret" });

describe("a token service elsewhere", () => {
  it("that is not known to belong to the registry gets no credentials, and is named", async () => {
    const challenge = 'Bearer realm="https://evil.example/token?sig=1"';
    const { authorizer, requests } = guardedRegistry({ challenge, keychain: login });
    const error = await authorizer.send(requestTo("a/b"), pulling("a/b")).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: "UNAUTHORIZED",
      message:
        "https://evil.example/token?sig=…: registry.example wants its credentials sent to evil.example, which is not known to belong to it",
    });
    expect(requests.map(({ url }) => url.host)).toEqual(["registry.example"]);
  });

  it("may be asked by who has no credentials", async () => {
    const challenge = 'Bearer realm="https://tokens.example/token"';
    const { authorizer, requests } = guardedRegistry({ challenge });
    expect((await authorizer.send(requestTo("a/b"), pulling("a/b"))).status).toBe(200);
    expect(requests[1]?.headers).not.toHaveProperty("authorization");
  });

  it.each(["https://auth.registry.example/token", "https://registry.example:8443/token"])(
    "at %s gets them",
    async (realm) => {
      const { authorizer, requests } = guardedRegistry({
        challenge: `Bearer realm="${realm}"`,
        keychain: login,
      });
      await authorizer.send(requestTo("a/b"), pulling("a/b"));
      expect(requests[1]?.headers).toMatchObject({ authorization: `Basic ${btoa("me:secret")}` });
    },
  );

  it.each([login, keychainOf(undefined)])(
    "is not asked over plain HTTP by who came over HTTPS",
    async (keychain) => {
      const challenge = 'Bearer realm="http://registry.example/token"';
      const { authorizer, requests } = guardedRegistry({ challenge, keychain });
      const error = await authorizer
        .send(requestTo("a/b"), pulling("a/b"))
        .catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: "UNAUTHORIZED", message: expect.stringContaining("plain HTTP") });
      expect(requests).toHaveLength(1);
    },
  );
});

describe("another origin", () => {
  it.each(["https://uploads.example/1", "https://registry.example:8443/1", "http://registry.example/1"])(
    "%s is asked bare",
    async (url) => {
      const { authorizer, requests } = guardedRegistry({ keychain: login });
      await authorizer.send(requestTo("a/b"), pulling("a/b"));
      const answer = await authorizer.send(requestTo("a/b", { url: new URL(url) }), pulling("a/b"));
      expect(answer.status).toBe(401);
      expect(requests.at(-1)?.headers).toBeUndefined();
      expect(requests).toHaveLength(4);
    },
  );

  it("cannot make itself the registry's token service after a redirect", async () => {
    const { send, requests } = fakeSend(({ url }) =>
      url.host === "cdn.example"
        ? { status: 401, headers: { "www-authenticate": 'Bearer realm="https://cdn.example/token"' } }
        : { status: 307, headers: { location: "https://cdn.example/blob" } },
    );
    const authorizer = new Authorizer({
      registry: "registry.example",
      endpoint: ENDPOINT,
      keychain: keychainOf(undefined),
      send: followRedirects(send),
      clock: flyingClock(),
    });
    for (const _ of [1, 2]) {
      const sending = authorizer.send(requestTo("a/b"), pulling("a/b"));
      await expect(sending).rejects.toMatchObject({ code: "UNAUTHORIZED", url: "https://cdn.example/blob" });
    }
    expect(requests.map(({ url }) => url.pathname)).not.toContain("/token");
    expect(requests).toHaveLength(4);
  });
});

describe("a body that can be sent once", () => {
  const produced = { method: "PUT", body: async () => {} } as const;

  it("is not sent again after a 401; the token that was refused is forgotten", async () => {
    const { authorizer, shown, valid } = guardedRegistry();
    await authorizer.send(requestTo("a/b"), pulling("a/b"));
    valid.clear();
    const sending = authorizer.send(requestTo("a/b", produced), pulling("a/b"));
    await expect(sending).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    expect(shown).toEqual([undefined, "Bearer t1", "Bearer t1"]);
    expect((await authorizer.send(requestTo("a/b", produced), pulling("a/b"))).status).toBe(200);
    expect(shown.at(-1)).toBe("Bearer t2");
  });

  it("is sent again where it is bytes", async () => {
    const { authorizer, shown } = guardedRegistry();
    const request = requestTo("a/b", { method: "PUT", body: Buffer.from("x") });
    expect((await authorizer.send(request, pulling("a/b"))).status).toBe(200);
    expect(shown).toEqual([undefined, "Bearer t1"]);
  });
});
