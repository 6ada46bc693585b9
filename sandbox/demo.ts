import { abortOnInterrupt } from "../src/cli/interrupt.ts";
import { readArguments } from "./demo/read-arguments.ts";
import { runDemo } from "./demo/run-demo.ts";

const { stdout, stderr, env } = process;

// Whoever reads the output may stop reading (`| head`); the story goes on to its end.
stdout.on("error", () => {});

const request = readArguments(process.argv.slice(2));
if (request.kind === "unknown") {
  stderr.write(`npm run demo: there is no "${request.argument}"; give --stay, or nothing\n`);
  process.exitCode = 2;
} else {
  const { TERM, NO_COLOR, FORCE_COLOR } = env;
  const signal = abortOnInterrupt(process, 130, Date.now);
  const variables = { TERM, NO_COLOR, FORCE_COLOR };
  process.exitCode = await runDemo({ stdout, stderr, signal, variables, ending: request.kind });
}
