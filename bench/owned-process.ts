import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/** A child process that is to live until it is disposed of. */
export class OwnedProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  #wanted = true;

  /** `onLoss` is told, once, why the process could not be started or ended by itself. */
  constructor(child: ChildProcess, what: string, onLoss: (error: Error) => void) {
    this.#child = child;
    child.on("error", (cause) => onLoss(new Error(`${what} failed: ${cause.message}`, { cause })));
    child.once("exit", (code, signal) => {
      if (this.#wanted) onLoss(new Error(`${what} ended unexpectedly (${signal ?? `status ${code}`})`));
    });
  }

  get isRunning(): boolean {
    const { pid, exitCode, signalCode } = this.#child;
    return pid !== undefined && exitCode === null && signalCode === null;
  }

  /** Kills it: a graceful end would wait for idle connections, and nothing is being written. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#wanted = false;
    if (!this.isRunning) return;
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await ended;
  }
}
