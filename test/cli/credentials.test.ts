import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keychainOf } from "../../src/cli/credentials.ts";
import { readEnvironment } from "../../src/env.ts";

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ghcr-mirror-"));
  const auth = Buffer.from("ada:from docker login").toString("base64");
  await writeFile(join(folder, "config.json"), JSON.stringify({ auths: { "ghcr.io": { auth } } }));
});
afterAll(() => rm(folder, { recursive: true }));

const nowhere = () => join(folder, "absent");
const token = (password: string) => ({ kind: "password", username: "x-access-token", password });

describe("keychainOf", () => {
  const resolve = (variables: NodeJS.ProcessEnv, registry = "ghcr.io") =>
    keychainOf(readEnvironment({ DOCKER_CONFIG: folder, ...variables })).resolve(registry, "acme/redis");

  it("prefers GHCR_TOKEN, then the Docker config, then GITHUB_TOKEN", async () => {
    expect(await resolve({ GHCR_TOKEN: "ghcr", GITHUB_TOKEN: "github" })).toEqual(token("ghcr"));
    expect(await resolve({ GITHUB_TOKEN: "github" })).toEqual({
      kind: "password",
      username: "ada",
      password: "from docker login",
    });
    expect(await resolve({ GITHUB_TOKEN: "github", DOCKER_CONFIG: nowhere() })).toEqual(token("github"));
    expect(await resolve({ DOCKER_CONFIG: nowhere() })).toBeUndefined();
  });

  it("reads the Docker config also where DOCKER_CONFIG names the file, whatever it is called", async () => {
    await copyFile(join(folder, "config.json"), join(folder, "logins.json"));
    for (const name of ["config.json", "logins.json"]) {
      expect(await resolve({ DOCKER_CONFIG: join(folder, name) })).toMatchObject({ username: "ada" });
    }
  });

  it("finds it in ~/.docker", async () => {
    await mkdir(join(folder, ".docker"));
    await copyFile(join(folder, "config.json"), join(folder, ".docker/config.json"));
    expect(await resolve({ DOCKER_CONFIG: "", HOME: folder })).toMatchObject({ username: "ada" });
  });

  it.each(["docker.io", "docker.ghcr.io", "ghcr.io.example", "ghcr.io:443", "localhost:5000"])(
    "keeps GitHub's tokens from %s",
    async (registry) => {
      const tokens = { GHCR_TOKEN: "ghcr", GITHUB_TOKEN: "github", DOCKER_CONFIG: nowhere() };
      expect(await resolve(tokens, registry)).toBeUndefined();
    },
  );
});
