import { describe, expect, it } from "vitest";
import { anonymous, type Credential, type Keychain } from "../../../src/oci/auth/credential.ts";
import { firstOf, forRegistry } from "../../../src/oci/auth/keychain.ts";

const TOKEN = { kind: "registry-token", token: "t" } as const;
const PASSWORD = { kind: "password", username: "u", password: "p" } as const;

describe("forRegistry", () => {
  it.each([
    ["ghcr.io", TOKEN],
    ["GHCR.io", TOKEN],
    ["ghcr.io:443", undefined],
    ["evil-ghcr.io", undefined],
    ["x.ghcr.io", undefined],
    ["docker.io", undefined],
  ])("a credential for ghcr.io at %s is %o", async (registry, expected) => {
    expect(await forRegistry("ghcr.io", TOKEN).resolve(registry, "acme/redis")).toEqual(expected);
  });

  it("is anonymous without a credential", async () => {
    expect(await forRegistry("ghcr.io", undefined).resolve("ghcr.io", "acme/redis")).toBeUndefined();
  });
});

describe("firstOf", () => {
  const broken: Keychain = { resolve: () => Promise.reject(new Error("broken")) };

  it("takes the first credential and asks no further", async () => {
    const keychain = firstOf(
      anonymous,
      forRegistry("ghcr.io", TOKEN),
      forRegistry("ghcr.io", PASSWORD),
      broken,
    );
    expect(await keychain.resolve("ghcr.io", "acme/redis")).toEqual(TOKEN);
  });

  it("is anonymous when nobody has one", async () => {
    expect(await firstOf(anonymous, forRegistry("ghcr.io", TOKEN)).resolve("quay.io", "x/y")).toBeUndefined();
    expect(await firstOf().resolve("quay.io", "x/y")).toBeUndefined();
  });

  it("does not go on past a broken one", async () => {
    await expect(firstOf(broken, forRegistry("ghcr.io", TOKEN)).resolve("ghcr.io", "x")).rejects.toThrow(
      "broken",
    );
  });

  it("hands on what it is asked", async () => {
    const asked: unknown[] = [];
    const signal = new AbortController().signal;
    const refused: Credential = { kind: "identity-token", token: "old" };
    const spy: Keychain = {
      resolve: (...call) => {
        asked.push(call);
        return Promise.resolve(undefined);
      },
    };
    await firstOf(spy).resolve("quay.io", "x/y", signal, refused);
    expect(asked).toEqual([["quay.io", "x/y", signal, refused]]);
  });
});
