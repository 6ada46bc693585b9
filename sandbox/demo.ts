import { abortOnInterrupt } from "../src/cli/interrupt.ts";
import { runDemo } from "./demo/run-demo.ts";

const { stdout, stderr, env } = process;

// Whoever reads the output may stop reading (`| head`); the story goes on to its end.
stdout.on("error", () => {});

const { TERM, NO_COLOR, FORCE_COLOR } = env;
const signal = abortOnInterrupt(process, 130, Date.now);
process.exitCode = await runDemo({ stdout, stderr, signal, variables: { TERM, NO_COLOR, FORCE_COLOR } });
