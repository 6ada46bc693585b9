import { cpus, totalmem } from "node:os";
import { parseArguments, USAGE, UsageError } from "./arguments.ts";
import { runBenchmark } from "./run-benchmark.ts";

/** Ctrl-C and its like: what is running is killed, what was made is removed, and then the process ends. */
const interruption = new AbortController();
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(name, () => interruption.abort(new Error(`Stopped by ${name}`)));
}

const print = (text: string) => process.stdout.write(`${text}\n`);
const tell = (text: string) => process.stderr.write(`${text}\n`);

try {
  const args = parseArguments(process.argv.slice(2));
  const machine = {
    cores: cpus().length,
    processor: cpus()[0]?.model.trim() ?? "unknown",
    memoryBytes: totalmem(),
  };
  if (args.help) print(USAGE);
  else process.exitCode = await runBenchmark(args, { machine, print, tell, signal: interruption.signal });
} catch (error) {
  if (interruption.signal.aborted) process.exitCode = 130;
  else if (error instanceof UsageError) process.exitCode = 2;
  else process.exitCode = 1;
  tell(error instanceof Error ? error.message : String(error));
}
