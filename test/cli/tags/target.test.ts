import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { targetOf } from "../../../src/cli/tags/target.ts";
import { UsageError } from "../../../src/cli/usage-error.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ghcr-mirror-"));
  await writeFile(join(folder, "redis"), "");
});
afterAll(() => rm(folder, { recursive: true }));

const redis = { registry: "docker.io", repository: "library/redis" };

describe("targetOf", () => {
  it.each([
    ["-", { file: "-" }],
    ["mirror.yml", { file: "mirror.yml" }],
    [".github/mirror.yaml", { file: ".github/mirror.yaml" }],
    ["./redis", { file: "./redis" }],
    ["../x/y", { file: "../x/y" }],
    ["/etc/mirror", { file: "/etc/mirror" }],
    ["package.json", { file: "package.json" }],
    ["redis", { image: redis }],
    ["docker.io/library/redis", { image: redis }],
    // A folder is no file.
    ["src", { image: { ...redis, repository: "library/src" } }],
    ["localhost:5000/app", { image: { registry: "localhost:5000", repository: "app" } }],
  ])("%s", async (argument, expected) => {
    expect(await targetOf(argument)).toEqual(expected);
  });

  it("is a file where there is one", async () => {
    const file = join(folder, "redis");
    expect(await targetOf(file)).toEqual({ file });
  });

  it.each([
    ["redis:7", '"redis:7" names one image; give the repository alone: docker.io/library/redis'],
    [
      "Redis",
      'there is no file "Redis", and "Redis" is not an image reference: a repository is written in lower case',
    ],
    ["", 'there is no file "", and "" is not an image reference: it is empty'],
  ])("is not %j", async (argument, message) => {
    await expect(targetOf(argument)).rejects.toEqual(new UsageError(message));
  });
});
