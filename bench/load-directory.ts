import { readdir } from "node:fs/promises";

/** The default exports of the `.ts` files in `directory`, by file name: adding one is adding a file. */
export async function loadDirectory<T>(directory: URL): Promise<T[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith(".ts")).sort();
  const modules = await Promise.all(names.map((name) => import(new URL(name, directory).href)));
  return modules.map((module: { default: T }) => module.default);
}
