import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { dockerHubManners } from "../../sandbox/registry/docker-hub-manners.ts";
import { cutBeforeResponse, before as preceded, status } from "../../sandbox/registry/fault-acts.ts";
import type { FaultMatch } from "../../sandbox/registry/faults.ts";
import { ghcrManners } from "../../sandbox/registry/ghcr-manners.ts";
import { plainManners } from "../../sandbox/registry/plain-manners.ts";
import type { RegistryOptions } from "../../sandbox/registry/start-registry.ts";
import { anonymous, type Keychain } from "../../src/oci/auth/credential.ts";
import { firstOf, forRegistry } from "../../src/oci/auth/keychain.ts";
import { KeychainError } from "../../src/oci/auth/keychain-error.ts";
import { differences } from "./differences.ts";
import { ALWAYS } from "./expect-failure.ts";
import { type Stage, setStage, TOKEN } from "./stage.ts";

const IMAGE = generateImage({ seed: "auth", platforms: ["linux/amd64", "linux/arm64"], layerSize: 100_000 });
const LAYER =
  IMAGE.blobs.find(({ bytes }) => bytes.length === 100_000)?.descriptor.digest ?? IMAGE.root.digest;
const CONFIG = IMAGE.blobs[0]?.descriptor.digest ?? IMAGE.root.digest;

const login = (registry: string, username: string, password: string) =>
  forRegistry(registry, { kind: "password", username, password });
const GHCR = login("ghcr.io", "acme", TOKEN);
const HUB = login("docker.io", "me", "secret");

const users = { me: "secret" };
const basic = (name: string, password: string): RegistryOptions => ({
  manners: plainManners(),
  auth: { kind: "basic", users: { [name]: password } },
});

async function set(hub: RegistryOptions, ghcr?: RegistryOptions): Promise<Stage> {
  const stage = await setStage(hub, ghcr);
  pushImage(stage.hub.store, "library/app", "1", IMAGE);
  return stage;
}

function expectCopied({ hub, ghcr }: Stage) {
  expect(
    differences({ registry: hub, reference: "library/app:1" }, { registry: ghcr, reference: "acme/app:1" }),
  ).toEqual([]);
}

describe("a copy passes", () => {
  it.each<[name: string, hub: RegistryOptions, ghcr: RegistryOptions | undefined, keychain: Keychain]>([
    ["with tokens on both sides, nobody at the source", {}, undefined, GHCR],
    [
      "with tokens on both sides, somebody at the source",
      { auth: { kind: "token", users, anonymous: "none" } },
      undefined,
      firstOf(GHCR, HUB),
    ],
    ["with passwords on both sides", basic("me", "secret"), basic("acme", TOKEN), firstOf(GHCR, HUB)],
    [
      "with a password at the source and a token at the destination",
      basic("me", "secret"),
      undefined,
      firstOf(GHCR, HUB),
    ],
    [
      "with a refresh token",
      { auth: { kind: "token", users, anonymous: "none" } },
      undefined,
      firstOf(GHCR, forRegistry("docker.io", { kind: "identity-token", token: "secret" })),
    ],
    [
      "without any challenge",
      { manners: plainManners() },
      { manners: plainManners(), auth: { kind: "none" } },
      anonymous,
    ],
    [
      "with tokens that live for a minute",
      { auth: { kind: "token", field: "access_token" } },
      undefined,
      GHCR,
    ],
  ])("%s", async (_, hub, ghcr, keychain) => {
    await using stage = await set(hub, ghcr);
    expect((await stage.sync("- app:1", { keychain })).images).toMatchObject([{ result: "done" }]);
    expectCopied(stage);
  });

  it("with one token for each repository and side, and each for what it needs", async () => {
    await using stage = await set({});
    await stage.sync("- app:1");
    const scopes = [stage.hub, stage.ghcr].map(({ requests }) =>
      requests.flatMap((request) => request.scopes),
    );
    expect(scopes).toEqual([["repository:library/app:pull"], ["repository:acme/app:pull,push"]]);
  });

  it.each<[name: string, side: "hub" | "ghcr", when: FaultMatch]>([
    ["a tag is looked up", "hub", { method: "HEAD", kind: "manifest" }],
    ["a child is fetched", "hub", { method: "GET", kind: "manifest", nth: 2 }],
    ["a blob is fetched", "hub", { method: "GET", kind: "blob", nth: 2 }],
    ["an upload begins", "ghcr", { method: "POST", kind: "upload", nth: 2 }],
    ["a small blob is sent", "ghcr", { method: "PUT", kind: "upload", reference: CONFIG }],
    ["a manifest is stored", "ghcr", { method: "PUT", kind: "manifest", nth: 2 }],
  ])("though all tokens are revoked just as %s", async (_, side, when) => {
    await using stage = await set({});
    const registry = stage[side];
    registry.faults.add({ when, act: preceded(() => registry.revokeTokens()) });
    expect((await stage.sync("- app:1")).images).toMatchObject([{ result: "done" }]);
    expectCopied(stage);
    expect(registry.faults.fired).toBe(1);
  });

  // A streamed PUT cannot be repeated by itself: moving the blob has to begin anew.
  it("though all tokens are revoked just as a blob is sent", async () => {
    await using stage = await set({});
    const when: FaultMatch = { method: "PUT", kind: "upload", reference: LAYER };
    stage.ghcr.faults.add({ when, act: preceded(() => stage.ghcr.revokeTokens()) });
    expect((await stage.sync("- app:1")).images).toMatchObject([{ result: "done" }]);
  });

  it("shows no storage host what it shows the registry", async () => {
    await using stage = await set({});
    await stage.sync("- app:1");
    const storage = stage.hub.requests.filter(({ kind }) => kind === "cdn");
    expect(storage).toHaveLength(IMAGE.blobs.length);
    expect(storage.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
  });
});

describe("a copy is refused", () => {
  const broken: Keychain = {
    resolve: () => Promise.reject(new KeychainError("HELPER_MISSING", "docker-credential-x is not there")),
  };
  const locked: RegistryOptions = { auth: { kind: "token", users, anonymous: "none" } };
  it.each<
    [name: string, hub: RegistryOptions, keychain: Keychain, side: string, code: string, remedy: RegExp]
  >([
    ["nobody at a source that wants somebody", locked, GHCR, "source", "UNAUTHORIZED", /docker login/],
    [
      "a wrong password at the source",
      locked,
      firstOf(GHCR, login("docker.io", "me", "guess")),
      "source",
      "UNAUTHORIZED",
      /docker login/,
    ],
    [
      "nobody at a source that wants a password",
      basic("me", "secret"),
      GHCR,
      "source",
      "UNAUTHORIZED",
      /docker login/,
    ],
    [
      "a wrong password at a source that wants one",
      basic("me", "secret"),
      firstOf(GHCR, login("docker.io", "me", "guess")),
      "source",
      "UNAUTHORIZED",
      /docker login/,
    ],
    ["nobody at the destination", {}, anonymous, "destination", "DENIED", /No credential was found/],
    [
      "a wrong token at the destination",
      {},
      login("ghcr.io", "acme", "ghp_guess"),
      "destination",
      "DENIED",
      /new token/,
    ],
    ["everybody whose keychain is broken", {}, broken, "destination", "HELPER_MISSING", /Docker config/],
  ])("to %s", async (_, hub, keychain, side, code, remedy) => {
    await using stage = await set(hub);
    const { images } = await stage.sync("- app:1", { keychain });
    expect(images).toMatchObject([
      { result: "failed", error: { side, code, remedy: expect.stringMatching(remedy) } },
    ]);
    expect(JSON.stringify(images)).not.toMatch(/secret|guess|Bearer|Basic /);
  });

  it("to a token that GHCR takes for reading only, in GHCR's words", async () => {
    const auth = { kind: "token", users: { acme: "ghs_app" } } as const;
    await using stage = await set({}, { manners: ghcrManners({ refuseInstallationTokens: true }), auth });
    const { images } = await stage.sync("- app:1", {
      keychain: login("ghcr.io", "x-access-token", "ghs_app"),
    });
    expect(images).toMatchObject([
      {
        result: "failed",
        error: {
          side: "destination",
          code: "DENIED",
          message: expect.stringMatching(/installation not allowed to Create/),
          remedy: expect.stringMatching(/packages: write/),
        },
      },
    ]);
  });

  it("to a repository that Docker Hub hides from those without an account", async () => {
    await using stage = await set({});
    const { images } = await stage.sync("- nothing-here:1\n- app:1");
    expect(images).toMatchObject([
      { result: "failed", error: { side: "source", code: "UNAUTHORIZED", remedy: expect.any(String) } },
      { result: "done" },
    ]);
  });

  it.each([
    ["is out of order", status(503), "UNAVAILABLE"],
    ["breaks off", cutBeforeResponse, "INTERRUPTED"],
    ["answers nonsense", status(200, { body: "<html>" }), "MALFORMED"],
    ["gives no token", status(200, { body: {} }), "MALFORMED"],
  ])("where the token service %s, on either side", async (_, act, code) => {
    for (const side of ["source", "destination"] as const) {
      await using stage = await set({});
      const { faults } = side === "source" ? stage.hub : stage.ghcr;
      faults.add({ when: { kind: "token" }, times: ALWAYS, act });
      const { images } = await stage.sync("- app:1");
      expect(images).toMatchObject([{ result: "failed", error: { side, code, remedy: expect.any(String) } }]);
    }
  });
});

describe("Docker Hub's pull limit", () => {
  it("ends what it must, at once and with advice, and what needs no pull goes on", async () => {
    await using stage = await set({ manners: dockerHubManners({ limit: 3 }) });
    pushImage(stage.hub.store, "library/app", "2", generateImage({ seed: "two" }));
    await stage.sync("- app:1");
    const { images, summary } = await stage.sync(`- { source: app, tags: ["*"] }`);
    expect(images).toMatchObject([
      { source: "docker.io/library/app:1", action: "up-to-date" },
      {
        result: "failed",
        error: {
          side: "source",
          code: "TOO_MANY_REQUESTS",
          message: expect.stringMatching(/pull rate limit/),
          remedy: expect.stringMatching(/log in/),
        },
      },
    ]);
    expect(summary.pulls).toEqual({});
    expect(stage.hub.pulls).toBe(3);
    expect(stage.clock.slept).toEqual([]);
  });
});
