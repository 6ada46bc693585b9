import { ExitCode } from "./cli/exit-code.ts";
import { abortOnInterrupt } from "./cli/interrupt.ts";
import { runCommandLine } from "./cli/run-command-line.ts";
import { loadEnvironmentFile, readDoctorEnvironment, readEnvironment } from "./env.ts";
import { printable } from "./text/printable.ts";

const { argv, stdin, stdout, stderr } = process;

let isResultLost = false;
stdout.on("error", loseResult);
// Nobody is left to be told.
stderr.on("error", () => {});

const code = await runCommandLine({
  argv: argv.slice(2),
  env: readEnvironment(),
  readDoctorEnvironment: () => {
    loadEnvironmentFile();
    return readDoctorEnvironment();
  },
  stdin,
  stdout,
  stderr,
  signal: abortOnInterrupt(process, ExitCode.interrupted, Date.now),
  now: Date.now,
});
// Not `process.exit`, which would cut off output that a pipe has not taken yet.
process.exitCode = code || process.exitCode || ExitCode.ok;

/** Whoever reads the output may stop reading (`| head`); the work goes on. Where it could not be written, that is a failure. */
function loseResult(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE" || isResultLost) return;
  isResultLost = true;
  process.exitCode ||= ExitCode.failed;
  stderr.write(`ghcr-mirror: cannot write the result: ${printable(error.message)}\n`);
}
