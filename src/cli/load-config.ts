import type { Config } from "../config/config.ts";
import type { Problem } from "../config/problem.ts";
import { printable } from "../text/printable.ts";
import type { CommandLine } from "./command-line.ts";
import { nameOf, readConfigText } from "./read-config-text.ts";

/** A config file as it was found. */
export type LoadedConfig =
  | { readonly config: Config; readonly problems?: undefined; readonly name: string }
  | WrongFile;

/** Everything that is wrong with a file, also in lines ready to print. */
export interface WrongFile {
  readonly config?: undefined;
  readonly problems: readonly Problem[];
  readonly lines: readonly string[];
}

/** Reads and checks the config `file`, or standard input for `-`. Throws as {@link readConfigText} does. */
export async function loadConfig(file: string, { stdin, signal }: CommandLine): Promise<LoadedConfig> {
  const [text, { parseConfig }] = await Promise.all([
    readConfigText(file, stdin, signal),
    import("../config/parse-config.ts"),
  ]);
  const { config, problems } = parseConfig(text);
  return config ? { config, name: nameOf(file) } : await wrongFile(nameOf(file), problems);
}

/** What is to be said of a file called `name`. */
export async function wrongFile(name: string, problems: readonly Problem[]): Promise<WrongFile> {
  const { formatProblem } = await import("../config/problem.ts");
  return { problems, lines: problems.map((problem) => `${printable(formatProblem(name, problem))}\n`) };
}
