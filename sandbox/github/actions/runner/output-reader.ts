import type { Log } from "./log.ts";

/** Workflow commands: `::name key=value,…::data` at the beginning of a line. */
const COMMAND = /^\s*::([a-z-]+)(?: [^:]*)?::(.*)$/i;
/** Those that are shown, by what stands for them in a log; the rest is silent. */
const SHOWN = new Set(["error", "warning", "notice", "group", "endgroup", "debug"]);

/**
 * Takes what a step writes, line by line, into the log, and does what lines of it command: `add-mask` and `stop-commands`, and
 * `error`, which GitHub shows as a remark on the job.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export class OutputReader {
  readonly #log: Log;
  readonly #remark: (text: string) => void;
  /** What lets commands be obeyed again. */
  #until: string | undefined;

  constructor(log: Log, remark: (text: string) => void) {
    this.#log = log;
    this.#remark = remark;
  }

  line(line: string): void {
    const [, name, value = ""] = line.match(COMMAND) ?? [];
    if (this.#until !== undefined) {
      if (line.trim() === `::${this.#until}::`) this.#until = undefined;
      else this.#log.write(line);
    } else if (name === undefined) {
      this.#log.write(line);
    } else {
      this.#obey(name.toLowerCase(), decode(value));
    }
  }

  #obey(name: string, value: string): void {
    if (name === "stop-commands") this.#until = value;
    if (name === "add-mask") this.#log.mask(value);
    if (name === "error") this.#remark(this.#log.masked(value));
    if (SHOWN.has(name)) this.#log.write(`##[${name}]${value}`);
  }
}

function decode(value: string): string {
  return value.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
}
