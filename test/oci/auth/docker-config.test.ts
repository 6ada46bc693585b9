import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunHelper } from "../../../src/oci/auth/credential-helper.ts";
import { dockerConfigKeychain } from "../../../src/oci/auth/docker-config.ts";

const AUTH = { auth: Buffer.from("file:secret").toString("base64") };
const FROM_FILE = { kind: "password", username: "file", password: "secret" };

/** A config in memory, and helpers that answer with their own name and the server they were asked for. */
function keychainOf(config: unknown, run: RunHelper = echo) {
  const calls: string[] = [];
  const reads: string[] = [];
  const keychain = dockerConfigKeychain({
    path: "config.json",
    readFile: (path) => {
      reads.push(path);
      return Promise.resolve(JSON.stringify(config));
    },
    run: (program, server) => {
      calls.push(`${program} ${server}`);
      return run(program, server);
    },
  });
  return { keychain, calls, reads };
}

const echo: RunHelper = (program, server) =>
  Promise.resolve({ exitCode: 0, stdout: JSON.stringify({ Username: program, Secret: server }) });

const nothing: RunHelper = () =>
  Promise.resolve({ exitCode: 1, stdout: "credentials not found in native keychain" });

describe("dockerConfigKeychain", () => {
  // The first six: oras-go, credHelpers_config.json and credsStore_config.json
  const helpers = {
    auths: { "registry1.example.com": AUTH, "registry3.example.com": AUTH },
    credHelpers: {
      "registry1.example.com": "registry1-helper",
      "registry2.example.com": "registry2-helper",
      "registry3.example.com": "",
    },
  };
  const store = { credHelpers: { "test.example.com": "test-helper" }, credsStore: "teststore" };
  it.each([
    [helpers, "registry1.example.com", "docker-credential-registry1-helper registry1.example.com"],
    [helpers, "registry2.example.com", "docker-credential-registry2-helper registry2.example.com"],
    [helpers, "registry3.example.com", undefined],
    [helpers, "registry4.example.com", undefined],
    [store, "test.example.com", "docker-credential-test-helper test.example.com"],
    [store, "other.example.com", "docker-credential-teststore other.example.com"],
    [store, "docker.io", "docker-credential-teststore https://index.docker.io/v1/"],
    [
      { credHelpers: { "docker.io": "hub" } },
      "docker.io",
      "docker-credential-hub https://index.docker.io/v1/",
    ],
    [
      { credHelpers: { "https://index.docker.io/v1/": "hub" } },
      "docker.io",
      "docker-credential-hub https://index.docker.io/v1/",
    ],
    [
      { ...store, auths: { "docker.io": AUTH } },
      "docker.io",
      "docker-credential-teststore https://index.docker.io/v1/",
    ],
  ])("%j asks for %s: %s", async (config, registry, expected) => {
    const { keychain, calls } = keychainOf(config);
    await keychain.resolve(registry, "acme/redis");
    expect(calls).toEqual(expected === undefined ? [] : [expected]);
  });

  it("gives what the helper has", async () => {
    const { keychain } = keychainOf(store);
    expect(await keychain.resolve("test.example.com", "x")).toEqual({
      kind: "password",
      username: "docker-credential-test-helper",
      password: "test.example.com",
    });
  });

  it("gives what the file has, by repository", async () => {
    const { keychain } = keychainOf({ auths: { "ghcr.io/acme": AUTH } });
    expect(await keychain.resolve("ghcr.io", "acme/redis")).toEqual(FROM_FILE);
    expect(await keychain.resolve("ghcr.io", "other/redis")).toBeUndefined();
  });

  it("is anonymous where the helper has nothing, whatever the file holds", async () => {
    const { keychain } = keychainOf({ ...store, auths: { "ghcr.io": AUTH } }, nothing);
    expect(await keychain.resolve("ghcr.io", "acme/redis")).toBeUndefined();
  });

  it("reads the file once and asks a helper once per registry, however many wait", async () => {
    const { keychain, calls, reads } = keychainOf(store);
    const both = ["a.example.com", "b.example.com"];
    const names = [...both, ...both, ...both];
    await Promise.all(names.map((registry, index) => keychain.resolve(registry, `repository-${index}`)));
    await keychain.resolve("a.example.com", "later");
    expect(reads).toEqual(["config.json"]);
    expect(calls.sort()).toEqual(both.map((registry) => `docker-credential-teststore ${registry}`));
  });

  it("tells a failure to all who wait, and tries again for who comes later", async () => {
    let failures = 1;
    const { keychain, calls } = keychainOf(store, (program, server) =>
      failures-- > 0 ? Promise.resolve({ exitCode: 1, stdout: "locked" }) : echo(program, server),
    );
    const waiting = [keychain.resolve("ghcr.io", "a"), keychain.resolve("ghcr.io", "b")];
    const failed = { status: "rejected", reason: expect.objectContaining({ code: "HELPER_FAILED" }) };
    expect(await Promise.allSettled(waiting)).toEqual([failed, failed]);
    expect(await keychain.resolve("ghcr.io", "a")).toMatchObject({ password: "ghcr.io" });
    expect(calls).toHaveLength(2);
  });

  it("lets go of who does not want to wait any longer", async () => {
    const { keychain } = keychainOf(store, () => new Promise(() => {}));
    const abort = new AbortController();
    const waiting = keychain.resolve("ghcr.io", "a", abort.signal);
    abort.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    await expect(keychain.resolve("ghcr.io", "a", abort.signal)).rejects.toThrow("enough");
  });

  it.each([
    [{ credsStore: "#definitely-does-not-exist" }, "HELPER_NAME"],
    [{ credHelpers: { "ghcr.io": 1 } }, "CONFIG_MALFORMED"],
    [{ auths: { "ghcr.io": { auth: "%%%" } } }, "CONFIG_MALFORMED"],
  ])("%j is an error: %s", async (config, code) => {
    const { keychain } = keychainOf(config);
    await expect(keychain.resolve("ghcr.io", "acme/redis")).rejects.toMatchObject({
      name: "KeychainError",
      code,
    });
  });
});

describe("dockerConfigKeychain on disk", () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "docker-config-"));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  async function resolveAt(path: string) {
    return await dockerConfigKeychain({ path }).resolve("ghcr.io", "acme/redis");
  }

  it("takes the file, or the directory that holds it", async () => {
    await mkdir(join(directory, "docker"));
    await writeFile(join(directory, "docker", "config.json"), JSON.stringify({ auths: { "ghcr.io": AUTH } }));
    await writeFile(join(directory, "auth.json"), JSON.stringify({ auths: { "ghcr.io/acme": AUTH } }));
    expect(await resolveAt(join(directory, "docker", "config.json"))).toEqual(FROM_FILE);
    expect(await resolveAt(join(directory, "docker"))).toEqual(FROM_FILE);
    expect(await resolveAt(join(directory, "auth.json"))).toEqual(FROM_FILE);
  });

  // go-containerregistry, pkg/authn/keychain_test.go: TestNoConfig, TestConfigFileIsADir
  it("is anonymous without a file, and with a directory in its place", async () => {
    expect(await resolveAt(join(directory, "absent", "config.json"))).toBeUndefined();
    expect(await resolveAt(join(directory, "auth.json", "config.json"))).toBeUndefined();
    await mkdir(join(directory, "optional-secret", "config.json"), { recursive: true });
    expect(await resolveAt(join(directory, "optional-secret"))).toBeUndefined();
    expect(await resolveAt(join(directory, "optional-secret", "config.json"))).toBeUndefined();
  });

  it("says which file cannot be read", async () => {
    const cause = Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
    const keychain = dockerConfigKeychain({ path: "config.json", readFile: () => Promise.reject(cause) });
    await expect(keychain.resolve("ghcr.io", "acme/redis")).rejects.toMatchObject({
      code: "CONFIG_UNREADABLE",
      message: "config.json cannot be read (EACCES)",
      cause,
    });
  });
});
