import type { Output } from "../../src/cli/output.ts";
import type { Look, Style } from "../../src/cli/render/style.ts";
import type { CheckAnnotation, CheckRun } from "../github/repositories/checks/check-run.ts";
import { showAnnotations, showOutput, showState, showText } from "./show-check-run.ts";

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
  /** Lines that came (`+`), went (`-`), or stand around them. */
  diff(lines: readonly string[]): void;
  /** How a check run stands, and since when. */
  state(run: CheckRun, when: string): void;
  /** What a check run says. */
  output(run: CheckRun): void;
  /** What a comment says, in Markdown. */
  comment(text: string): void;
  /** What it remarks on the lines of a file. */
  annotations(annotations: readonly CheckAnnotation[], text: string): void;
  /** Something that was looked into and found true. */
  found(text: string): void;
}

const SIGNS: Readonly<Record<string, Look>> = { "+": "good", "-": "bad" };

/** Where nobody says how wide the terminal is. */
const WIDTH = 110;

/** A narrator who writes to `output`. */
export function narrate(output: Output, style: Style): Narrator {
  const say = (...lines: readonly string[]) => void output.write(lines.map((line) => `${line}\n`).join(""));
  const indented = (lines: readonly string[]) => say(...lines.map((line) => `  ${line}`.trimEnd()));
  const layout = () => ({ width: (output.columns ?? WIDTH) - 2, style });
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
      indented(lines.map((line) => style(SIGNS[line.charAt(0)] ?? "quiet", line)));
      say("");
    },
    state: (run, when) => indented([`${showState(run, style)} ${style("quiet", when)}`]),
    output: (run) => {
      say("");
      indented(showOutput(run, layout()));
    },
    comment: (text) => indented(showText([text], layout())),
    annotations: (annotations, text) => {
      say("");
      indented(showAnnotations(annotations, text, style));
    },
    found: (text) => say(`${style("good", "✓")} ${text}`),
  };
}
