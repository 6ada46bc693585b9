import type { Output } from "../cli/output.ts";
import { printable } from "../text/printable.ts";

/**
 * The log of a job. Until it is disposed of, nothing in it is obeyed by the runner, wherever it comes from.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#stopping-and-starting-workflow-commands
 */
export class JobLog implements Disposable {
  readonly #output: Output;
  readonly #token: string;
  #isOpen = true;

  /** `token` must not be guessed by whoever can get text into the log. */
  constructor(output: Output, token: string) {
    this.#output = output;
    this.#token = token;
    output.write(`::stop-commands::${token}\n`);
  }

  /** One line. */
  say(line: string): void {
    this.#output.write(`${printable(line)}\n`);
  }

  [Symbol.dispose](): void {
    if (this.#isOpen) this.#output.write(`::${this.#token}::\n`);
    this.#isOpen = false;
  }
}

/**
 * Says a line that GitHub also shows outside of the log, as a remark on the job: whoever follows the job learns there why it ended.
 * Not to be used while a {@link JobLog} is open.
 */
export function annotateError(output: Output, message: string): void {
  output.write(`::error title=ghcr-mirror::${printable(message).replaceAll("%", "%25")}\n`);
}
