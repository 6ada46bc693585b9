import type { Output } from "../../src/cli/output.ts";
import type { Style } from "../../src/cli/render/style.ts";
import type { CheckAnnotation, CheckRun } from "../github/repositories/checks/check-run.ts";
import { showAnnotations, showOutput, showState } from "./show-check-run.ts";

/** Sets the text of a story that is told on a terminal. */
export interface Narrator {
  /** A new part of the story. */
  heading(text: string): void;
  /** Lines as they are. */
  say(...lines: readonly string[]): void;
  /** Somebody does something. */
  deed(who: string, what: string): void;
  /** Something quoted, such as a file. */
  quote(text: string): void;
  /** Lines that came and went. */
  diff(lines: readonly (readonly [sign: "+" | "-", line: string])[]): void;
  /** How a check run stands, and since when. */
  state(run: CheckRun, when: string): void;
  /** What a check run says. */
  output(run: CheckRun): void;
  /** What it remarks on the lines of a file. */
  annotations(annotations: readonly CheckAnnotation[], text: string): void;
  /** Something that was looked into and found true. */
  found(text: string): void;
}

/** Where nobody says how wide the terminal is. */
const WIDTH = 110;

/** A narrator who writes to `output`. */
export function narrate(output: Output, style: Style): Narrator {
  const say = (...lines: readonly string[]) => void output.write(lines.map((line) => `${line}\n`).join(""));
  const indented = (lines: readonly string[]) => say(...lines.map((line) => `  ${line}`.trimEnd()));
  return {
    say,
    heading: (text) => say("", style("strong", text), ""),
    deed: (who, what) => say(`${style("strong", who)} ${what}`, ""),
    quote: (text) => {
      indented(
        text
          .trimEnd()
          .split("\n")
          .map((line) => style("quiet", line)),
      );
      say("");
    },
    diff: (lines) => {
      indented(lines.map(([sign, line]) => style(sign === "+" ? "good" : "bad", `${sign} ${line}`)));
      say("");
    },
    state: (run, when) => indented([`${showState(run, style)} ${style("quiet", when)}`]),
    output: (run) => {
      const width = (output.columns ?? WIDTH) - 2;
      say("");
      indented(showOutput(run, { width, style }));
    },
    annotations: (annotations, text) => {
      say("");
      indented(showAnnotations(annotations, text, style));
    },
    found: (text) => say(`${style("good", "✓")} ${text}`),
  };
}
