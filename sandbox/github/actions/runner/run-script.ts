import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";

/** Milliseconds that a pipe is read on when its process has ended: one that left the group may hold it for ever. */
const DRAIN = 5000;

/** A script and the process that is to run it. */
export interface Script {
  /** The program and what it is given: `bash`, `-e`, `/tmp/1.sh`. */
  readonly command: readonly [string, ...string[]];
  readonly folder: string;
  /** All of the environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/** How long a process that is to end is waited for, in milliseconds. */
export interface Patience {
  /** After SIGINT. */
  readonly interrupt: number;
  /** After SIGTERM, which follows; then SIGKILL. */
  readonly terminate: number;
}

/**
 * Runs a process in its own group, hands over the lines that it writes, and resolves to its exit code: 1 where a signal ended it or it
 * could not be started. When aborted, the group gets SIGINT, SIGTERM and SIGKILL, as GitHub's runner sends them. What a process leaves
 * running ends with it.
 */
export async function runScript(
  { command: [program, ...args], folder, environment }: Script,
  onLine: (line: string) => void,
  { signal, patience }: { readonly signal: AbortSignal; readonly patience: Patience },
): Promise<number> {
  const child = spawn(program, args, {
    cwd: folder,
    env: environment,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = new Promise<number>((resolve) => {
    child.once("exit", (code) => resolve(code ?? 1));
    child.once("error", (error) => {
      onLine(`##[error]${error.message}`);
      resolve(1);
    });
  });
  const read = Promise.all([readLines(child.stdout, onLine), readLines(child.stderr, onLine)]);
  const sendGroup = (name: NodeJS.Signals) => child.pid !== undefined && killGroup(child.pid, name);
  const timers: NodeJS.Timeout[] = [];
  const stop = () => {
    sendGroup("SIGINT");
    timers.push(setTimeout(() => sendGroup("SIGTERM"), patience.interrupt));
    timers.push(setTimeout(() => sendGroup("SIGKILL"), patience.interrupt + patience.terminate));
  };
  // In a group of its own, it would go on when this process is ended at once.
  const kill = () => void sendGroup("SIGKILL");
  process.once("exit", kill);
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await exited;
  } finally {
    signal.removeEventListener("abort", stop);
    for (const timer of timers) clearTimeout(timer);
    process.off("exit", kill);
    kill();
    await Promise.race([read, wait(DRAIN, undefined, { ref: false })]);
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

async function readLines(stream: Readable, onLine: (line: string) => void): Promise<void> {
  const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  lines.on("line", onLine);
  await once(lines, "close");
}

function killGroup(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch {
    // Nobody is left in the group.
  }
}
