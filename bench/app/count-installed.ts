import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

/** What npm has put into a folder's `node_modules`. */
export interface Installed {
  readonly packages: number;
  /** The sizes of all files. */
  readonly bytes: number;
}

export async function countInstalled(folder: string): Promise<Installed> {
  const modules = join(folder, "node_modules");
  const { packages } = JSON.parse(await readFile(join(modules, ".package-lock.json"), "utf8"));
  return { packages: Object.keys(packages).length, bytes: await bytesIn(modules) };
}

/** The sizes of all files below a folder. */
export async function bytesIn(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name))).size;
  }
  return bytes;
}
