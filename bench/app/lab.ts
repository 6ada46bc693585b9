import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { Stage, StageOptions } from "./stage.ts";

interface Reply {
  readonly id: number;
  readonly output?: unknown;
  readonly error?: string;
}

/** What is done on a stage: each of its methods takes one argument, and what it takes and gives is plain data. */
type Acts<Staged> = {
  [Name in keyof Staged]: Staged[Name] extends (input: infer Input) => infer Output
    ? { readonly input: Input; readonly output: Awaited<Output> }
    : never;
};

/** A stage in its own process, so that it takes as little as may be from what is measured. */
export class Lab<Staged = Stage> implements AsyncDisposable {
  /** What the server has to be started with. */
  readonly environment: Readonly<Record<string, string>>;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #calls = 0;

  private constructor(child: ChildProcess, environment: Readonly<Record<string, string>>) {
    this.#child = child;
    this.environment = environment;
    child.on("message", ({ id, output, error }: Reply) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) waiting?.resolve(output);
      else waiting?.reject(new Error(error));
    });
    child.on("exit", () => {
      for (const { reject } of this.#waiting.values()) reject(new Error("the lab has ended"));
    });
  }

  /** Opens the {@link Stage}. */
  static open(options: StageOptions = {}): Promise<Lab> {
    return Lab.start<Stage>("lab-process.ts", options);
  }

  /** Opens another one, which a program of this folder serves. */
  static async start<Staged>(program: string, options: object): Promise<Lab<Staged>> {
    const child = fork(join(import.meta.dirname, program), [JSON.stringify(options)], {
      execArgv: ["--max-old-space-size=4096"],
    });
    const environment = await new Promise<Record<string, string>>((resolve, reject) => {
      child.once("message", ({ output }: { output: Record<string, string> }) => resolve(output));
      child.once("exit", () => reject(new Error("the lab could not be opened")));
    });
    return new Lab<Staged>(child, environment);
  }

  /** Calls a method of the stage. */
  call<Name extends keyof Acts<Staged>>(
    name: Name,
    input: Acts<Staged>[Name]["input"],
  ): Promise<Acts<Staged>[Name]["output"]> {
    const id = ++this.#calls;
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(id, waiting);
    this.#child.send({ id, name, input });
    return waiting.promise as Promise<Acts<Staged>[Name]["output"]>;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.disconnect();
    await ended;
  }
}
