import type { Output } from "../../src/cli/output.ts";
import type { Style } from "../../src/cli/render/style.ts";

/** Sets the text of a story that is told on a terminal. */
export interface Narrator {
  /** A new part of the story. */
  heading(text: string): void;
  /** Lines as they are. */
  say(...lines: readonly string[]): void;
  /** Something quoted, such as a file. */
  quote(text: string): void;
  /** A command as somebody would type it. */
  command(text: string): void;
  /** Something that was looked into and found true. */
  found(text: string): void;
}

/** A narrator who writes to `output`. */
export function narrate(output: Output, style: Style): Narrator {
  const say = (...lines: readonly string[]) => void output.write(lines.map((line) => `${line}\n`).join(""));
  return {
    say,
    heading: (text) => say("", style("strong", text), ""),
    quote: (text) =>
      say(
        ...text
          .trimEnd()
          .split("\n")
          .map((line) => style("quiet", `  ${line}`)),
      ),
    command: (text) => say(`${style("quiet", "$")} ${text}`),
    found: (text) => say(`${style("good", "✓")} ${text}`),
  };
}
