import { unmatchedLine } from "../../progress/progress-line.ts";
import { advance, startOfRun } from "../../progress/progress-state.ts";
import type { Output } from "../output.ts";
import { failureLine } from "../render/failures.ts";
import type { Progress } from "./progress.ts";
import { progressRows } from "./progress-text.ts";

const REDRAW_EVERY = 100;
const CLEAR_TO_END = "\x1b[J";

/** A bar in the last rows of a terminal, redrawn in place; lines that stay scroll away above it. */
export function startLiveProgress(output: Output, now: () => number): Progress {
  let state = startOfRun(now());
  let drawn: readonly string[] = [];

  const clear = () => (drawn.length > 1 ? `\r\x1b[${drawn.length - 1}A` : "\r") + CLEAR_TO_END;
  const draw = () => {
    // A row as wide as the terminal would make some terminals wrap.
    const rows = progressRows(state, (output.columns ?? 80) - 1, now());
    if (rows.join("\n") === drawn.join("\n")) return;
    output.write(clear() + rows.join("\n"));
    drawn = rows;
  };
  const note = (line: string) => {
    output.write(`${clear()}${line}\n`);
    drawn = [];
  };
  const timer = setInterval(draw, REDRAW_EVERY);

  return {
    onEvent: (event) => {
      state = advance(state, event, now());
      if (event.type === "unmatched") note(unmatchedLine(event.source, event.pattern));
      if (event.type === "finished" && event.image.result === "failed") note(failureLine(event.image));
    },
    note,
    [Symbol.dispose]: () => {
      clearInterval(timer);
      if (drawn.length > 0) output.write(clear());
    },
  };
}
