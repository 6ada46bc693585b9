import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askHelper, type RunHelper, runHelper } from "../../../src/oci/auth/credential-helper.ts";

/** A helper that ends like this, whatever it is asked. */
function ending(exitCode: number, stdout: string): RunHelper {
  return () => Promise.resolve({ exitCode, stdout });
}

describe("askHelper", () => {
  it.each([
    // go-containerregistry, pkg/authn/keychain_test.go, TestNewKeychainFromHelper; regclient, config/testdata
    [
      '{ "ServerURL": "example.com", "Username": "username", "Secret": "password" }\n',
      { kind: "password", username: "username", password: "password" },
    ],
    ['{"Username":"<token>","Secret":"deadbeefcafe"}', { kind: "identity-token", token: "deadbeefcafe" }],
    // Ours
    ['{"Username":"","Secret":"pass"}', { kind: "password", username: "", password: "pass" }],
    ['{"Username":"","Secret":""}', undefined],
    ['{"ServerURL":"example.com"}', undefined],
  ])("understands %s", async (stdout, expected) => {
    expect(await askHelper("test", "example.com", ending(0, stdout))).toEqual(expected);
  });

  it("asks the program of that name for the server", async () => {
    const asked: string[] = [];
    await askHelper("ecr-login", "https://index.docker.io/v1/", (program, server) => {
      asked.push(program, server);
      return Promise.resolve({ exitCode: 0, stdout: "{}" });
    });
    expect(asked).toEqual(["docker-credential-ecr-login", "https://index.docker.io/v1/"]);
  });

  it("takes a helper without an entry for anonymous", async () => {
    const words = "credentials not found in native keychain\n";
    expect(await askHelper("test", "example.com", ending(1, words))).toBeUndefined();
  });

  it.each(["", "#definitely-does-not-exist", "../evil", "a/b", "-x", ".", "a b", "a;b", "a\\b", "a\n"])(
    "runs nothing for the name %j",
    async (name) => {
      const run = () => Promise.reject(new Error("it ran"));
      await expect(askHelper(name, "example.com", run)).rejects.toMatchObject({ code: "HELPER_NAME" });
    },
  );

  it.each([
    [1, "oh no bad\nand more", "HELPER_FAILED", "docker-credential-test get example.com failed: oh no bad"],
    [3, "", "HELPER_FAILED", "docker-credential-test get example.com failed: exit code 3"],
    [1, '{"Secret":"hunter2"', "HELPER_FAILED", "docker-credential-test get example.com failed: exit code 1"],
    [0, "hunter2", "HELPER_OUTPUT", "did not answer with JSON"],
    [0, "", "HELPER_OUTPUT", "did not answer with JSON"],
    [0, "null", "HELPER_OUTPUT", "did not answer with JSON"],
    [0, '"hunter2"', "HELPER_OUTPUT", "did not answer with JSON"],
    [0, '{"Username":1,"Secret":"hunter2"}', "HELPER_OUTPUT", "did not answer with JSON"],
  ])("exit code %i with %j is %s", async (exitCode, stdout, code, message) => {
    const asked = askHelper("test", "example.com", ending(exitCode, stdout));
    await expect(asked).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
    await expect(asked).rejects.not.toMatchObject({ message: expect.stringContaining("hunter2") });
  });
});

describe.skipIf(process.platform === "win32")("runHelper", () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "credential-helper-"));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  async function program(script: string): Promise<string> {
    const file = join(directory, `docker-credential-${Math.random().toString(36).slice(2)}`);
    await writeFile(file, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o755);
    return file;
  }

  it("gives the server on the standard input and takes the answer from the output", async () => {
    const file = await program('echo "$@: $(cat)"; echo noise >&2');
    expect(await runHelper(file, "ghcr.io; $(x)")).toEqual({ exitCode: 0, stdout: "get: ghcr.io; $(x)\n" });
  });

  it("reports an exit code, also of a helper that reads nothing", async () => {
    const file = await program("echo no; exit 7");
    expect(await runHelper(file, "x".repeat(1_000_000))).toEqual({ exitCode: 7, stdout: "no\n" });
  });

  it.each([
    ["sleep 60", { time: 100, output: 1_000 }, "HELPER_TIMEOUT"],
    ["exec cat /dev/zero", { time: 10_000, output: 1_000 }, "HELPER_OUTPUT"],
    ["kill -TERM $$", { time: 10_000, output: 1_000 }, "HELPER_FAILED"],
  ])("%s is stopped: %o, %s", async (script, limits, code) => {
    const file = await program(script);
    await expect(runHelper(file, "ghcr.io", limits)).rejects.toMatchObject({ name: "KeychainError", code });
  });

  it("says that a program is missing", async () => {
    const run = runHelper(join(directory, "docker-credential-absent"), "ghcr.io");
    await expect(run).rejects.toMatchObject({
      code: "HELPER_MISSING",
      message: expect.stringContaining("install it, or remove it"),
    });
  });
});
