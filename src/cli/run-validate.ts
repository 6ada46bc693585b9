import { count } from "../text/count.ts";
import { printable, printableJson } from "../text/printable.ts";
import type { CommandLine } from "./command-line.ts";
import { ExitCode } from "./exit-code.ts";
import { loadConfig } from "./load-config.ts";
import { isPolicyFile, loadPolicy } from "./load-policy.ts";
import type { ValidateRequest } from "./request.ts";

/** Checks a config, or a policy where the file is called like one, and says what is wrong with it, one line per problem. */
export async function runValidate(request: ValidateRequest, line: CommandLine): Promise<ExitCode> {
  const { file, json, quiet } = request;
  const loaded = await (isPolicyFile(file) ? loadPolicy(file, line) : loadConfig(file, line));
  const { stdout } = line;
  const problems = loaded.problems ?? [];
  if (json) {
    stdout.write(`${printableJson({ problems })}\n`);
  } else if (loaded.problems) {
    stdout.write(loaded.lines.join(""));
  } else if (!quiet) {
    const what = loaded.config ? count(loaded.config.entries.length, "entry", "entries") : "as a policy";
    stdout.write(`${printable(loaded.name)}: valid, ${what}\n`);
  }
  return problems.length > 0 ? ExitCode.usage : ExitCode.ok;
}
