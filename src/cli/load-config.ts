import type { Config } from "../config/config.ts";
import type { Problem } from "../config/problem.ts";
import { printable } from "../text/printable.ts";
import type { CommandLine } from "./command-line.ts";
import { nameOf, readConfigText } from "./read-config-text.ts";

/** A config file as it was found: what it says, or everything that is wrong with it, in lines ready to print. */
export type LoadedConfig =
  | { readonly config: Config; readonly name: string }
  | { readonly config: undefined; readonly problems: readonly Problem[]; readonly lines: readonly string[] };

/** Reads and checks the config `file`, or standard input for `-`. Throws as {@link readConfigText} does. */
export async function loadConfig(file: string, { stdin, signal }: CommandLine): Promise<LoadedConfig> {
  const [text, { parseConfig }, { formatProblem }] = await Promise.all([
    readConfigText(file, stdin, signal),
    import("../config/parse-config.ts"),
    import("../config/problem.ts"),
  ]);
  const parsed = parseConfig(text);
  const name = nameOf(file);
  if (parsed.config) return { config: parsed.config, name };
  const lines = parsed.problems.map((problem) => `${printable(formatProblem(name, problem))}\n`);
  return { config: undefined, problems: parsed.problems, lines };
}
