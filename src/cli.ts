import { ExitCode } from "./cli/exit-code.ts";
import { abortOnInterrupt } from "./cli/interrupt.ts";
import { printable } from "./cli/render/printable.ts";
import { runCommandLine } from "./cli/run-command-line.ts";
import { UsageError } from "./cli/usage-error.ts";
import { readEnvironment } from "./env.ts";

const { argv, stdin, stdout, stderr } = process;

stdout.on("error", tolerateClosedPipe);
stderr.on("error", tolerateClosedPipe);

// Not `process.exit`, which would cut off output that a pipe has not taken yet.
process.exitCode = await main();

async function main(): Promise<ExitCode> {
  try {
    return await runCommandLine({
      argv: argv.slice(2),
      env: readEnvironment(),
      stdin,
      stdout,
      stderr,
      signal: abortOnInterrupt(process, ExitCode.interrupted, Date.now),
      now: Date.now,
    });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    stderr.write(`ghcr-mirror: ${printable(error.message)}\n`);
    return ExitCode.usage;
  }
}

/** Whoever reads the output may stop reading (`| head`); the work goes on. */
function tolerateClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
