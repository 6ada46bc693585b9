import type { Problem } from "../config/problem.ts";
import { count } from "../text/count.ts";
import { printable, printableJson } from "../text/printable.ts";
import type { CommandLine } from "./command-line.ts";
import { ExitCode } from "./exit-code.ts";
import { linesOf, loadConfig } from "./load-config.ts";
import { nameOf, readConfigText } from "./read-config-text.ts";
import type { ValidateRequest } from "./request.ts";

/** What the App takes for a policy, in any folder. */
const POLICY_FILE = /(^|[\\/])mirror-policy\.ya?ml$/;

/** Checks a config, or a policy where the file has the name of one, and says what is wrong with it, one line per problem. */
export async function runValidate(request: ValidateRequest, line: CommandLine): Promise<ExitCode> {
  const { name, problems, what } = await look(request.file, line);
  const { stdout } = line;
  if (request.json) {
    stdout.write(`${printableJson({ problems })}\n`);
  } else if (problems.length > 0) {
    stdout.write(linesOf(name, problems).join(""));
  } else if (!request.quiet) {
    stdout.write(`${printable(name)}: valid, ${what}\n`);
  }
  return problems.length > 0 ? ExitCode.usage : ExitCode.ok;
}

interface Looked {
  readonly name: string;
  readonly problems: readonly Problem[];
  /** What a file that is right holds. */
  readonly what: string;
}

async function look(file: string, line: CommandLine): Promise<Looked> {
  if (POLICY_FILE.test(file)) return await lookAtPolicy(file, line);
  const { name, config, problems } = await loadConfig(file, line);
  return { name, problems, what: config ? count(config.entries.length, "entry", "entries") : "" };
}

/** By the rules for an organization: that a repository's own may say less, no name of a file tells. */
async function lookAtPolicy(file: string, { stdin, signal }: CommandLine): Promise<Looked> {
  const [text, { parsePolicy }] = await Promise.all([
    readConfigText(file, stdin, signal),
    import("../config/policy/parse-policy.ts"),
  ]);
  const { problems } = parsePolicy(text, "organization");
  return { name: nameOf(file), problems, what: "a policy" };
}
