import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

const ERROR_TAIL = 4000;

/** What a command and everything it started took. */
export interface Measured {
  readonly seconds: number;
  /** User and system time. Null where GNU time is missing. */
  readonly cpuSeconds: number | null;
  /** The largest resident set of any one process. Null where GNU time is missing. */
  readonly peakBytes: number | null;
}

/** How a command is to be run. */
export interface MeasureOptions {
  /** Where GNU time leaves its findings. */
  readonly directory: string;
  /** Whether GNU time is there. */
  readonly gnuTime: boolean;
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
}

/**
 * Runs `command` in a process group of its own, which is killed when `signal` is aborted or the time is up.
 * Throws with the end of what it wrote to stderr when it fails.
 */
export async function measureCommand(command: readonly string[], options: MeasureOptions): Promise<Measured> {
  const usageFile = join(options.directory, "usage");
  const [program = "", ...args] = options.gnuTime
    ? ["time", "-q", "-o", usageFile, "-f", "%U %S %M", ...command]
    : command;
  const timeout = AbortSignal.timeout(options.timeoutSeconds * 1000);
  const signal = AbortSignal.any([options.signal, timeout]);
  signal.throwIfAborted();
  const start = performance.now();
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const child = spawn(program, args, { detached: true, stdio: ["ignore", "ignore", "pipe"] });
  const kill = () => child.pid !== undefined && process.kill(-child.pid, "SIGKILL");
  signal.addEventListener("abort", kill, { once: true });
  let words = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    words = (words + text).slice(-ERROR_TAIL);
  });
  child.once("error", reject);
  child.once("exit", () => signal.removeEventListener("abort", kill));
  let seconds = 0;
  child.once("exit", () => {
    seconds = (performance.now() - start) / 1000;
  });
  child.once("close", (code) => resolve(code ?? -1));
  const code = await promise;
  options.signal.throwIfAborted();
  if (timeout.aborted) throw new Error(`took longer than ${options.timeoutSeconds} s`);
  if (code !== 0) throw new Error(`ended with status ${code}: ${words.trim()}`);
  if (!options.gnuTime) return { seconds, cpuSeconds: null, peakBytes: null };
  const [user = 0, system = 0, kibibytes = 0] = (await readFile(usageFile, "utf8"))
    .trim()
    .split(" ")
    .map(Number);
  return { seconds, cpuSeconds: user + system, peakBytes: kibibytes * 1024 };
}
