import { describe, expect, it } from "vitest";
import { InstallationTokens } from "../../src/publish/installation-tokens.ts";
import { flyingClock } from "../oci/clocks.ts";
import { fakeTokenSource } from "./fake-token-source.ts";

const REQUEST = { installation: 7, repositories: [42], permissions: { packages: "write" } } as const;
const MINUTE = 60_000;

function set() {
  const clock = flyingClock();
  const github = fakeTokenSource(clock.now);
  const keychain = new InstallationTokens({
    createToken: (signal) => github.createToken(REQUEST, signal),
    registry: "ghcr.io",
    owner: "Acme",
    clock,
  });
  const password = async () => {
    const credential = await keychain.resolve("ghcr.io", "acme/app");
    return credential?.kind === "password" ? credential.password : expect.fail("no password");
  };
  return { clock, github, keychain, password };
}

const login = (password: string) => ({ kind: "password", username: "x-access-token", password }) as const;

describe("installation tokens", () => {
  it("are for one registry", async () => {
    const { keychain, github } = set();
    expect(await keychain.resolve("ghcr.io", "acme/app")).toEqual(login("ghs_1"));
    expect(github.requests).toEqual([REQUEST]);
  });

  it.each(["docker.io", "ghcr.io:443", "ghcr.io.example", "sub.ghcr.io", ""])(
    "are shown to no other: %j",
    async (registry) => {
      const { keychain, github } = set();
      expect(await keychain.resolve(registry, "acme/app")).toBeUndefined();
      expect(github.requests).toEqual([]);
    },
  );

  it.each(["library/redis", "acme-tools/app", "acme"])(
    "are for the owner's images, not for %j",
    async (repository) => {
      const { keychain, github } = set();
      expect(await keychain.resolve("ghcr.io", repository)).toBeUndefined();
      expect(github.requests).toEqual([]);
    },
  );

  it("serve everyone until less than five minutes are left", async () => {
    const { clock, password, github } = set();
    expect(new Set(await Promise.all([password(), password(), password()]))).toEqual(new Set(["ghs_1"]));
    clock.advance(55 * MINUTE);
    expect(await password()).toBe("ghs_1");
    clock.advance(1);
    expect(await Promise.all([password(), password()])).toEqual(["ghs_2", "ghs_2"]);
    expect(github.requests).toHaveLength(2);
  });

  it("are dropped when they were refused, and not when an older one was", async () => {
    const { keychain } = set();
    await keychain.resolve("ghcr.io", "acme/app");
    const refuse = (token: string) => keychain.resolve("ghcr.io", "acme/app", undefined, login(token));
    expect(await Promise.all([refuse("ghs_1"), refuse("ghs_1")])).toEqual([login("ghs_2"), login("ghs_2")]);
    expect(await refuse("ghs_1")).toEqual(login("ghs_2"));
  });

  it("say why there is none", async () => {
    const { github, password } = set();
    const cause = new Error("422 not granted");
    github.failure = cause;
    await expect(password()).rejects.toMatchObject({
      name: "KeychainError",
      code: "NO_TOKEN",
      message: "GitHub gave the App no token for packages: 422 not granted",
      cause,
    });
    expect(await password()).toBe("ghs_2");
  });

  it("are used up while GitHub gives no others", async () => {
    const { clock, github, password } = set();
    await password();
    clock.advance(57 * MINUTE);
    github.failure = new Error("503");
    expect(await password()).toBe("ghs_1");
    clock.advance(3 * MINUTE);
    github.failure = new Error("503");
    await expect(password()).rejects.toMatchObject({ code: "NO_TOKEN" });
  });

  it("are not waited for by those who have been told to stop", async () => {
    const { keychain } = set();
    const stopped = keychain.resolve("ghcr.io", "acme/app", AbortSignal.abort(new Error("stop")));
    await expect(stopped).rejects.toThrow("stop");
    expect(await keychain.resolve("ghcr.io", "acme/app")).toEqual(login("ghs_1"));
  });
});
