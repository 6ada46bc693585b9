import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

const root = join(import.meta.dirname, "..");

/** A file of the repository. */
export interface SourceFile {
  /** From the root, with forward slashes: `src/oci/digest.ts`. */
  readonly path: string;
  readonly text: string;
}

/** The TypeScript and JavaScript files below a folder of the repository, at any depth. */
export function sourceFiles(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[tj]s$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((file) => ({
      path: relative(root, file).replaceAll("\\", "/"),
      text: readFileSync(file, "utf8"),
    }));
}
