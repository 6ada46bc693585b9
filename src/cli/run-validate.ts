import { count } from "../text/count.ts";
import { printable, printableJson } from "../text/printable.ts";
import type { CommandLine } from "./command-line.ts";
import { ExitCode } from "./exit-code.ts";
import { loadConfig } from "./load-config.ts";
import type { ValidateRequest } from "./request.ts";

/** Checks a config and says what is wrong with it, one line per problem. */
export async function runValidate(request: ValidateRequest, line: CommandLine): Promise<ExitCode> {
  const loaded = await loadConfig(request.file, line);
  const { stdout } = line;
  const problems = loaded.config ? [] : loaded.problems;
  if (request.json) {
    stdout.write(`${printableJson({ problems })}\n`);
  } else if (!loaded.config) {
    stdout.write(loaded.lines.join(""));
  } else if (!request.quiet) {
    stdout.write(
      `${printable(loaded.name)}: valid, ${count(loaded.config.entries.length, "entry", "entries")}\n`,
    );
  }
  return problems.length > 0 ? ExitCode.usage : ExitCode.ok;
}
