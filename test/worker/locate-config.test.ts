import { describe, expect, it } from "vitest";
import type { FolderItem } from "../../src/github/github.ts";
import { locateConfig } from "../../src/worker/locate-config.ts";
import { fakeInstallation } from "./fake-installation.ts";

const REPOSITORY = { owner: "acme", name: "mirrors" };

function item(name: string, kind: FolderItem["kind"] = "file", sha = `sha of ${name}`): FolderItem {
  return { name, kind, sha, size: 1 };
}

async function locate(...folder: readonly FolderItem[]) {
  return await locateConfig(fakeInstallation({ folder }), REPOSITORY, "head", new AbortController().signal);
}

describe("locateConfig", () => {
  it("finds nothing where there is nothing", async () => {
    expect(await locate()).toBeUndefined();
    expect(
      await locate(item("workflows", "dir"), item("Mirror.yml"), item("mirror.yml.bak")),
    ).toBeUndefined();
  });

  it.each(["mirror.yml", "mirror.yaml"])("finds %s", async (name) => {
    expect(await locate(item("dependabot.yml"), item(name))).toEqual({
      path: `.github/${name}`,
      sha: `sha of ${name}`,
      workflows: "",
    });
  });

  it("tells the workflows beside it", async () => {
    const found = await locate(item("workflows", "dir"), item("mirror.yml"));
    expect(found?.workflows).toBe("sha of workflows");
    expect((await locate(item("workflows"), item("mirror.yml")))?.workflows).toBe("");
  });

  it("finds a problem in two, with a sha that changes with each of them", async () => {
    const both = await locate(item("mirror.yaml", "file", "2"), item("mirror.yml", "file", "1"));
    expect(both).toMatchObject({ path: ".github/mirror.yml", sha: "1+2" });
    expect(both?.problem).toMatchObject({
      line: 1,
      message: "there is .github/mirror.yml, and there is .github/mirror.yaml",
      hint: "keep one of the two",
    });
  });

  it.each([
    ["dir", "is a folder, not a file"],
    ["symlink", "is a symbolic link, not a file"],
    ["submodule", "is a submodule, not a file"],
  ] as const)("finds a problem in a %s", async (kind, message) => {
    expect((await locate(item("mirror.yml", kind)))?.problem?.message).toBe(message);
  });
});
