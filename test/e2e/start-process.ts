import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { COMPILE_CACHE } from "../../sandbox/compile-cache.ts";

const MAIN = join(import.meta.dirname, "../../src/main.ts");
/** Milliseconds until a process must be ready, on a machine that has much else to do. */
const READY_WITHIN = 30_000;

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The real server, as a process of its own. */
export class ServerProcess implements AsyncDisposable {
  readonly exit: Promise<Exit>;
  readonly #child: ChildProcess;
  #stdout = "";
  #stderr = "";

  constructor(child: ChildProcess) {
    this.#child = child;
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.#stdout += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr += text;
    });
    this.exit = new Promise((resolve) => child.on("close", (code, signal) => resolve({ code, signal })));
  }

  get pid(): number {
    const { pid } = this.#child;
    if (pid === undefined) throw new Error("the process was never started");
    return pid;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Where it listens, without a slash at the end. Throws until it has said that it is ready. */
  get url(): string {
    const port = /"url":"http:\/\/localhost:(\d+)","msg":"ready for webhooks"/.exec(this.#stdout)?.[1];
    if (port === undefined) throw new Error(`the server is not ready:\n${this.output}`);
    return `http://127.0.0.1:${port}`;
  }

  get stderr(): string {
    return this.#stderr;
  }

  /** All that it has said on both channels. */
  get output(): string {
    return this.#stdout + this.#stderr;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.isRunning) this.kill("SIGKILL");
    await this.exit;
  }
}

/**
 * Starts `src/main.ts` on a free port, with nothing of ours in its environment but this, in a folder where no `.env` of a
 * developer lies.
 */
export function startProcess(env: Readonly<Record<string, string>>): ServerProcess {
  const cwd = import.meta.dirname;
  const surroundings = { PORT: "0", NODE_COMPILE_CACHE: COMPILE_CACHE, ...env };
  return new ServerProcess(spawn(process.execPath, [MAIN], { cwd, env: surroundings }));
}

/** Starts it, and waits until `/readyz` says that it is ready. Rejects with its output when that does not come. */
export async function startReady(env: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const server = startProcess(env);
  const deadline = performance.now() + READY_WITHIN;
  while (performance.now() < deadline && server.isRunning) {
    if (server.output.includes("ready for webhooks")) {
      const answer = await fetch(`${server.url}/readyz`).catch(() => undefined);
      if (answer?.ok) return server;
    }
    await sleep(10);
  }
  await server[Symbol.asyncDispose]();
  throw new Error(`the server did not become ready:\n${server.output}`);
}
