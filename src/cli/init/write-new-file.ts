import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { UsageError } from "../usage-error.ts";

/**
 * Writes a file that is not there yet, with the folders above it. Resolves with the text of one that is there, and leaves it alone;
 * with undefined where it was written. Throws {@link UsageError} where the system refuses.
 */
export async function writeNewFile(path: string, text: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw refusal(path, error);
  }
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: "wx" });
    return undefined;
  } catch (error) {
    throw refusal(path, error);
  }
}

function refusal(path: string, error: unknown): unknown {
  return error instanceof Error && codeOf(error)
    ? new UsageError(`cannot write ${path}: ${error.message}`)
    : error;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
