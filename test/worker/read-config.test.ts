import { describe, expect, it } from "vitest";
import { GitHubError } from "../../src/github/github-error.ts";
import { problemOf } from "../../src/worker/locate-config.ts";
import { readConfig } from "../../src/worker/read-config.ts";
import { fakeInstallation } from "./fake-installation.ts";

const REPOSITORY = { id: 7, owner: "acme", name: "mirrors" };
const LOCATED = { path: ".github/mirror.yml", sha: "b10b" };

async function read(blob: Buffer | Error | string) {
  const github = fakeInstallation({ blob: typeof blob === "string" ? Buffer.from(blob) : blob });
  return await readConfig(github, REPOSITORY, LOCATED, new AbortController().signal);
}

describe("readConfig", () => {
  it("reads a config", async () => {
    const { config, problems } = await read("version: 1\nmirrors:\n  - docker.io/library/redis:7\n");
    expect(problems).toEqual([]);
    expect(config?.entries).toHaveLength(1);
  });

  it.each([
    ["does not say what to mirror", "version: 1\n", /^the key `mirrors` is missing$/],
    ["is not UTF-8", Buffer.of(0xff, 0xfe, 0x00), /^is not UTF-8 text$/],
    ["is too large", new GitHubError("TOO_LARGE", "read a file", "larger"), /^is over 1 MiB/],
  ])("has a problem where it %s", async (_, blob, message) => {
    const { config, problems } = await read(blob);
    expect(config).toBeUndefined();
    expect(problems[0]?.message).toMatch(message);
  });

  it("does not read what was found to have a problem", async () => {
    const problem = problemOf("is a folder, not a file", "make it a file");
    const github = fakeInstallation({ blob: new Error("was read") });
    const located = { ...LOCATED, problem };
    const read = readConfig(github, REPOSITORY, located, new AbortController().signal);
    expect(await read).toEqual({ problems: [problem] });
  });

  it("passes on what GitHub fails with", async () => {
    const failure = new GitHubError("UNAVAILABLE", "read a file", "Bad Gateway", 502);
    await expect(read(failure)).rejects.toBe(failure);
  });
});
