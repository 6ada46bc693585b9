import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A process that works on a data directory: see worker-process.ts. */
export interface WorkerProcess {
  /** What it says, a line at a time; ends when the process does. */
  readonly lines: AsyncIterable<string>;
  readonly process: ChildProcess;
  /** The exit code, or the signal that ended it. */
  readonly end: Promise<number | NodeJS.Signals | null>;
}

/** Starts one with the arguments of that script. */
export function startWorker(...parameters: readonly string[]): WorkerProcess {
  const script = join(import.meta.dirname, "worker-process.ts");
  const child = spawn(process.execPath, [script, ...parameters], { stdio: ["ignore", "pipe", "inherit"] });
  const end = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once("exit", (code, signal) => resolve(code ?? signal));
  });
  return { lines: createInterface({ input: child.stdout }), process: child, end };
}
