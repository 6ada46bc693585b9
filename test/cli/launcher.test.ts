import { execFile, spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { version } from "../../src/cli/version.ts";

const root = join(import.meta.dirname, "../..");
const checkout = join(root, "bin/ghcr-mirror.js");

let folder = "";
let installed = "";

/** The package as npm would install it: its own tarball below node_modules, and beside it what it depends on. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ghcr-mirror-"));
  const modules = join(folder, "node_modules");
  await mkdir(modules);
  const packed = await promisify(execFile)("npm", ["pack", "--silent", "--pack-destination", folder], {
    cwd: root,
  });
  await promisify(execFile)("tar", ["-xzf", join(folder, basename(packed.stdout.trim())), "-C", modules]);
  await cp(join(modules, "package"), join(modules, "ghcr-mirror"), { recursive: true });
  for (const name of ["cron-parser", "re2js", "semver", "undici", "yaml"])
    await symlink(join(root, "node_modules", name), join(modules, name));
  installed = join(modules, "ghcr-mirror/bin/ghcr-mirror.js");
  await writeFile(join(folder, "mirror.yml"), "version: 1\nmirrors: [docker.io/library/redis:7]\n");
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs the launcher on this Node, with `node`'s own options first. The home folder is where caches go. */
function launch(script: string, argv: readonly string[], options: readonly string[] = []) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...options, script, ...argv], {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], HOME: folder },
  });
  return { code: status, stdout, stderr };
}

/** Makes this Node believe that it is an old one. */
const pretendOld = [
  "--import",
  `data:text/javascript,${encodeURIComponent(
    'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.20.2" } })',
  )}`,
];

const hasOwnNode = (() => {
  try {
    return createRequire(checkout).resolve(`node-${process.platform}-${process.arch}/package.json`) !== "";
  } catch {
    return false;
  }
})();

describe("the launcher", () => {
  it("runs from a checkout", () => {
    expect(launch(checkout, ["--version"])).toEqual({
      code: 0,
      stdout: `ghcr-mirror ${version}\n`,
      stderr: "",
    });
  });

  it("runs below node_modules, without a warning", () => {
    expect(launch(installed, ["--version"])).toEqual({
      code: 0,
      stdout: `ghcr-mirror ${version}\n`,
      stderr: "",
    });
    expect(launch(installed, ["validate", "mirror.yml"])).toEqual({
      code: 0,
      stdout: "mirror.yml: valid, 1 entry\n",
      stderr: "",
    });
  });

  it("passes on the exit code", () => {
    expect(launch(installed, ["plan"]).code).toBe(2);
  });

  it.skipIf(!hasOwnNode)("looks for a newer Node of its own when this one is too old", () => {
    expect(launch(checkout, ["--version"], pretendOld)).toMatchObject({
      code: 0,
      stdout: `ghcr-mirror ${version}\n`,
    });
    expect(launch(checkout, ["plan"], pretendOld).code).toBe(2);
  });

  it("says which Node it needs when there is none", () => {
    expect(launch(installed, ["--version"], pretendOld)).toMatchObject({
      code: 2,
      stdout: "",
      stderr: `ghcr-mirror: needs Node 24 or newer; this is ${process.version}\n`,
    });
  });
});
