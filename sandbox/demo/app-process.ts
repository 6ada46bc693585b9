import { AssertionError } from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, type WriteStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { until } from "./until.ts";

const MAIN = join(import.meta.dirname, "../../src/main.ts");
/** Lines of the log that are told when it ends unexpectedly. */
const LAST_LINES = 5;
/** Milliseconds that it may take to stop; nothing is copied then. */
const STOP_TIMEOUT = 8_000;

/** Where and with what the App runs. */
export interface AppOptions {
  /** The working folder, which also holds its database and its log. */
  readonly folder: string;
  /** All that it reads: nothing of our own environment comes to it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** The real server, `src/main.ts`, as a process of its own. */
export class AppProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #log: WriteStream;
  readonly #lastLines: string[] = [];
  readonly #ended: Promise<void>;
  #url: string | undefined;

  private constructor({ folder, environment }: AppOptions) {
    this.#log = createWriteStream(join(folder, "server.log"));
    // Ctrl-C is for us alone: we stop it in our own time.
    this.#child = spawn(process.execPath, [MAIN], {
      cwd: folder,
      env: { DATA_DIR: join(folder, "data"), PORT: "0", NODE_ENV: "production", ...environment },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const { stdout, stderr } = this.#child;
    if (stdout) createInterface(stdout).on("line", (line) => this.#hear(line));
    if (stderr) createInterface(stderr).on("line", (line) => this.#hear(line));
    process.once("exit", this.#kill);
    this.#ended = new Promise((resolve) => {
      this.#child.once("error", (error) => this.#hear(error.message));
      this.#child.once("close", () => resolve());
    });
  }

  /** Starts it and waits until it takes webhooks. Throws `AssertionError` where it ends instead. */
  static async start(options: AppOptions): Promise<AppProcess> {
    const app = new AppProcess(options);
    try {
      await until("the App is ready", () => app.#url, { app, signal: options.signal });
    } catch (error) {
      await app[Symbol.asyncDispose]();
      throw error;
    }
    return app;
  }

  /** Without a slash at the end. */
  get url(): string {
    return this.#url ?? "";
  }

  get logFile(): string {
    return String(this.#log.path);
  }

  /** Throws `AssertionError` where it is gone. */
  requireRunning(): void {
    const { exitCode, signalCode } = this.#child;
    if (exitCode === null && signalCode === null && this.#child.pid !== undefined) return;
    const words = this.#lastLines.map((line) => `\n  ${line}`).join("");
    throw new AssertionError({
      message: `the App has ended (${signalCode ?? `exit code ${exitCode}`})${words}`,
    });
  }

  /** Stops it as an operator does, with SIGTERM, and resolves to its exit code; undefined where it had to be killed. */
  async stop(): Promise<number | undefined> {
    const timer = setTimeout(this.#kill, STOP_TIMEOUT);
    this.#child.kill("SIGTERM");
    await this.#ended;
    clearTimeout(timer);
    process.off("exit", this.#kill);
    this.#log.end();
    return this.#child.exitCode ?? undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  readonly #kill = () => void this.#child.kill("SIGKILL");

  #hear(line: string): void {
    this.#log.write(`${line}\n`);
    this.#lastLines.push(line);
    if (this.#lastLines.length > LAST_LINES) this.#lastLines.shift();
    const port = /"url":"http:\/\/[^"]*:(\d+)","msg":"ready for webhooks"/.exec(line)?.[1];
    if (port !== undefined) this.#url = `http://127.0.0.1:${port}`;
  }
}
