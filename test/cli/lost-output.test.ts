import { spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { version } from "../../src/cli/version.ts";

const CLI = join(import.meta.dirname, "../../src/cli.ts");

/** Writes what the command line prints to a file that is always full, in the place of stdout or stderr. */
function runOnFullDisk(stream: "stdout" | "stderr", argv: readonly string[]) {
  const full = openSync("/dev/full", "w");
  try {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...argv], {
      encoding: "utf8",
      stdio: ["ignore", stream === "stdout" ? full : "pipe", stream === "stderr" ? full : "pipe"],
      env: {},
    });
    return { status, stdout, stderr };
  } finally {
    closeSync(full);
  }
}

describe.skipIf(!existsSync("/dev/full"))("on a full disk", () => {
  it("says in one line that the result is lost, and fails", () => {
    expect(runOnFullDisk("stdout", ["--version"])).toEqual({
      status: 1,
      stdout: null,
      stderr: "ghcr-mirror: cannot write the result: ENOSPC: no space left on device, write\n",
    });
  });

  it("keeps the result where only stderr is lost", () => {
    expect(runOnFullDisk("stderr", ["--version"])).toEqual({
      status: 0,
      stdout: `ghcr-mirror ${version}\n`,
      stderr: null,
    });
    expect(runOnFullDisk("stderr", ["nonsense"]).status).toBe(2);
  });
});
