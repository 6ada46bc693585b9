import { printable } from "../text/printable.ts";
import type { CommandLine, Engine } from "./command-line.ts";
import { ExitCode } from "./exit-code.ts";
import { HELP } from "./help.ts";
import { parseArguments } from "./parse-arguments.ts";
import { runDoctor } from "./run-doctor.ts";
import { runMirror } from "./run-mirror.ts";
import { runValidate } from "./run-validate.ts";
import { UsageError } from "./usage-error.ts";
import { version } from "./version.ts";

/** The engine proper, loaded when it is needed: `--help` and `validate` start faster without it. */
const copyEngine: Engine = {
  plan: async (options) => (await import("../reconcile/mirror.ts")).planImages(options),
  sync: async (options) => (await import("../reconcile/mirror.ts")).syncImages(options),
};

/** Runs one command to its end and resolves to the exit code. Never rejects, and touches nothing but what it is given. */
export async function runCommandLine(line: CommandLine, engine: Engine = copyEngine): Promise<ExitCode> {
  try {
    const request = parseArguments(line.argv, line.env);
    switch (request.command) {
      case "help":
        line.stdout.write(HELP);
        return ExitCode.ok;
      case "version":
        line.stdout.write(`ghcr-mirror ${version}\n`);
        return ExitCode.ok;
      case "validate":
        return await runValidate(request, line);
      case "doctor":
        return await runDoctor(request, line);
      case "plan":
      case "sync":
        return await runMirror(request, line, engine);
      case "tags":
        return await (await import("./run-tags.ts")).runTags(request, line);
      case "init":
        return await (await import("./run-init.ts")).runInit(request, line);
      case "job":
        return await (await import("./run-job.ts")).runJobCommand(line);
    }
  } catch (error) {
    return reportError(error, line);
  }
}

function reportError(error: unknown, { stderr, signal }: CommandLine): ExitCode {
  if (error instanceof UsageError) {
    stderr.write(`ghcr-mirror: ${printable(error.message)}\n`);
    return ExitCode.usage;
  }
  if (
    signal.aborted &&
    (error === signal.reason || (error instanceof Error && error.name === "AbortError"))
  ) {
    stderr.write("ghcr-mirror: stopped\n");
    return ExitCode.interrupted;
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  stderr.write("ghcr-mirror: an error that should not happen; please report it\n");
  stderr.write(
    trace
      .split("\n")
      .map((row) => `  ${printable(row)}\n`)
      .join(""),
  );
  return ExitCode.failed;
}
