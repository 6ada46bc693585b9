import { execFile } from "node:child_process";
import { cp, lstat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const ROOT = join(import.meta.dirname, "../..");
const MiB = 1024 * 1024;

/**
 * Copies the files of this checkout into a folder as they stand: those that git has, and new ones that it does not ignore. Links are
 * left out, so that nothing in the copy leads back.
 */
export async function copyCheckout(folder: string): Promise<void> {
  const list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const { stdout } = await promisify(execFile)("git", list, { cwd: ROOT, maxBuffer: 16 * MiB });
  for (const path of new Set(stdout.split("\0").filter(Boolean))) {
    const from = join(ROOT, path);
    // One that was removed since is in git's list, too.
    const stats = await lstat(from).catch(() => undefined);
    if (stats?.isFile()) await cp(from, join(folder, path));
  }
}
