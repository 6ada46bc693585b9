import { spawnSync } from "node:child_process";
import { chmod, copyFile, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

type Packages = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const YAML = { "node_modules/yaml": { version: "2.9.1", integrity: "sha512-yaml" } };
const VITEST = { "node_modules/vitest": { version: "5.1.1", integrity: "sha512-vitest", dev: true } };
const FOR_OTHERS = { "node_modules/fsevents": { version: "2.3.3", dev: true, optional: true } };
const LOCKED: Packages = { ...YAML, ...VITEST };

let folder = "";
const path = (name: string) => join(folder, name);

/** A checkout with a lock file, and an npm that says what it was asked and does as `behaviour` says. */
async function checkout(behaviour = "exit 0"): Promise<void> {
  await mkdir(path("scripts"));
  await copyFile(join(import.meta.dirname, "../../scripts/setup.js"), path("scripts/setup.js"));
  await writeFile(path("package.json"), '{ "type": "module" }');
  const packages = { "": { name: "checkout" }, ...LOCKED, ...FOR_OTHERS };
  await writeFile(path("package-lock.json"), JSON.stringify({ packages }));
  await mkdir(path("bin"));
  await writeFile(path("bin/npm"), `#!/bin/sh\necho "npm $*"\n${behaviour}\n`);
  await chmod(path("bin/npm"), 0o755);
}

/** What npm leaves behind, with its notes about `packages`. */
async function installed(packages: Packages = LOCKED, folder = "node_modules"): Promise<void> {
  await mkdir(path(join(folder, ".bin")), { recursive: true });
  for (const name of Object.keys(packages)) await mkdir(path(join(folder, "..", name)), { recursive: true });
  await writeFile(path(join(folder, ".package-lock.json")), JSON.stringify({ packages }));
}

function setup(options: readonly string[] = []) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...options, path("scripts/setup.js")], {
    encoding: "utf8",
    env: { PATH: [path("bin"), dirname(process.execPath), process.env["PATH"]].join(delimiter) },
  });
  return { status, stdout, stderr };
}

const SAID = "Installing dependencies (once) …\nnpm ci --no-audit --no-fund --loglevel=error\n";
const quiet = { status: 0, stdout: "", stderr: "" };

describe.skipIf(process.platform === "win32")("setup", () => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "setup-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("installs on a fresh clone, and keeps stdout free", async () => {
    await checkout();
    expect(setup()).toEqual({ ...quiet, stderr: SAID });
  });

  it.each<[string, Packages]>([
    ["everything is there", LOCKED],
    ["an optional package is there as well", { ...LOCKED, ...FOR_OTHERS }],
    ["npm was told to leave out what is for development", YAML],
  ])("does nothing where %s, however old it is", async (_what, packages) => {
    await checkout();
    await installed(packages);
    await utimes(path("node_modules/.package-lock.json"), 1000, 1000);
    expect(setup()).toEqual(quiet);
  });

  it.each<[string, Packages]>([
    [
      "has changed a version",
      { ...LOCKED, "node_modules/yaml": { version: "2.9.0", integrity: "sha512-yaml" } },
    ],
    [
      "has changed a content",
      { ...LOCKED, "node_modules/yaml": { version: "2.9.1", integrity: "sha512-x" } },
    ],
    ["has one package more", VITEST],
    ["has one package less", { ...LOCKED, "node_modules/left": { version: "1.0.0" } }],
    ["was never heeded", {}],
  ])("installs again when the lock file %s, however new the folder is", async (_what, packages) => {
    await checkout();
    await installed(packages);
    await utimes(path("package-lock.json"), 1000, 1000);
    expect(setup()).toEqual({ ...quiet, stderr: SAID });
  });

  it("installs again when npm's notes are broken", async () => {
    await checkout();
    await installed();
    await writeFile(path("node_modules/.package-lock.json"), '{ "packages": {');
    expect(setup()).toEqual({ ...quiet, stderr: SAID });
  });

  describe("where node_modules is a link", () => {
    const linked = async (packages?: Packages) => {
      await checkout();
      await symlink("elsewhere/node_modules", path("node_modules"));
      if (packages) await installed(packages, "elsewhere/node_modules");
    };
    const said = "node_modules is a link, through which nothing is installed; what it leads to ";

    it("is content with what it leads to", async () => {
      await linked(LOCKED);
      expect(setup()).toEqual(quiet);
    });

    it("goes on with other versions, and says so", async () => {
      await linked({ ...LOCKED, "node_modules/yaml": { version: "2.9.0" } });
      expect(setup()).toEqual({ ...quiet, stderr: `${said}is not all as package-lock.json has it\n` });
    });

    it.each<[string, Packages | undefined, number]>([
      ["a package is missing", VITEST, 1],
      ["it leads nowhere", undefined, 2],
    ])("fails where %s, and never runs npm", async (_what, packages, missing) => {
      await linked(packages);
      expect(setup()).toEqual({ status: 1, stdout: "", stderr: `${said}lacks ${missing} of its packages\n` });
    });
  });

  it("fails as npm does", async () => {
    await checkout("exit 7");
    expect(setup()).toEqual({ status: 7, stdout: "", stderr: SAID });
  });

  it("says which Node it needs where none is new enough", async () => {
    await checkout();
    await installed();
    const old =
      'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.1.0" } })';
    const pretendOld = ["--import", `data:text/javascript,${encodeURIComponent(old)}`];
    expect(setup(pretendOld)).toEqual({
      status: 1,
      stdout: "",
      stderr: `ghcr-mirror: needs Node 24 or newer; this is ${process.version}\n`,
    });
    await writeFile(path("node_modules/.bin/node"), "");
    expect(setup(pretendOld)).toEqual(quiet);
  });
});
