import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { temporaryFolder } from "../temporary-folder.ts";
import type { Elapsed } from "./clocked-app.ts";

/** The server in a process of its own, whose clock can be put forward. */
export class ClockedServer implements AsyncDisposable {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  /** Starts it on a new state, with these variables and nothing of ours. */
  static async start(variables: Readonly<Record<string, string>>): Promise<ClockedServer> {
    const environment = { PORT: "0", LOG_LEVEL: "error", DATA_DIR: temporaryFolder(), ...variables };
    const child = fork(join(import.meta.dirname, "clocked-process.ts"), [JSON.stringify(environment)]);
    const { url } = (await answer(child)) as { url: string };
    return new ClockedServer(child, url);
  }

  /** See `ClockedApp.leap`. */
  async leap(milliseconds: number): Promise<Elapsed> {
    return (await this.#order(milliseconds)) as Elapsed;
  }

  /** See `ClockedApp.settle`. */
  async settle(): Promise<void> {
    await this.#order(0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#child.connected) return;
    const ended = once(this.#child, "exit");
    this.#child.disconnect();
    await ended;
  }

  #order(milliseconds: number): Promise<unknown> {
    const answered = answer(this.#child);
    this.#child.send(milliseconds);
    return answered;
  }
}

async function answer(child: ChildProcess): Promise<unknown> {
  const gone = new AbortController();
  const onExit = () => gone.abort(new Error("the server has ended"));
  child.once("exit", onExit);
  try {
    const [message] = await once(child, "message", { signal: gone.signal });
    return message;
  } finally {
    child.off("exit", onExit);
  }
}
