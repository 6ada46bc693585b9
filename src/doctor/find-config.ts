import { LIMITS } from "../config/limits.ts";
import { type ParsedConfig, parseConfig } from "../config/parse-config.ts";
import { isGitHubError } from "../github/github-error.ts";

const PATHS = [".github/mirror.yml", ".github/mirror.yaml"] as const;

/** What was found where a config belongs. */
export type FoundConfig =
  | { readonly kind: "read"; readonly path: string; readonly parsed: ParsedConfig }
  | { readonly kind: "too-large"; readonly path: string }
  | { readonly kind: "two"; readonly paths: readonly string[] }
  | { readonly kind: "none" };

/** Reads a file as text; undefined: there is none. Throws `TOO_LARGE` above `limit` bytes. */
type ReadFile = (path: string, limit: number) => Promise<string | undefined>;

/** Looks for the config under both of its names. */
export async function findConfig(readFile: ReadFile): Promise<FoundConfig> {
  const [found, another] = (await Promise.all(PATHS.map((path) => read(path, readFile)))).flat();
  if (found && another) return { kind: "two", paths: PATHS };
  return found ?? { kind: "none" };
}

/** One file, or none. */
async function read(path: string, readFile: ReadFile): Promise<readonly FoundConfig[]> {
  try {
    const text = await readFile(path, LIMITS.bytes);
    return text === undefined ? [] : [{ kind: "read", path, parsed: parseConfig(text) }];
  } catch (error) {
    if (isGitHubError(error, "TOO_LARGE")) return [{ kind: "too-large", path }];
    throw error;
  }
}
