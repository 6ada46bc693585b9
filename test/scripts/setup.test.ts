import { spawnSync } from "node:child_process";
import { chmod, copyFile, mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

let folder = "";
const path = (name: string) => join(folder, name);

/** A checkout with a lock file, and an npm that says what it was asked and does as `behaviour` says. */
async function checkout(behaviour = "exit 0"): Promise<void> {
  await mkdir(path("scripts"));
  await copyFile(join(import.meta.dirname, "../../scripts/setup.js"), path("scripts/setup.js"));
  await writeFile(path("package.json"), '{ "type": "module" }');
  await writeFile(path("package-lock.json"), "{}");
  await mkdir(path("bin"));
  await writeFile(path("bin/npm"), `#!/bin/sh\necho "npm $*"\n${behaviour}\n`);
  await chmod(path("bin/npm"), 0o755);
}

async function installed(secondsAfterLock: number): Promise<void> {
  await mkdir(path("node_modules/.bin"), { recursive: true });
  await writeFile(path("node_modules/.package-lock.json"), "{}");
  await utimes(path("package-lock.json"), 1000, 1000);
  await utimes(path("node_modules/.package-lock.json"), 1000, 1000 + secondsAfterLock);
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

  it("does nothing where everything is there", async () => {
    await checkout();
    await installed(1);
    expect(setup()).toEqual(quiet);
  });

  it("installs again when the lock file is newer", async () => {
    await checkout();
    await installed(-1);
    expect(setup()).toEqual({ ...quiet, stderr: SAID });
  });

  it("fails as npm does", async () => {
    await checkout("exit 7");
    expect(setup()).toEqual({ status: 7, stdout: "", stderr: SAID });
  });

  it("says which Node it needs where none is new enough", async () => {
    await checkout();
    await installed(1);
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
