import { formatElapsed, progressLine, waitLines } from "../../../progress/progress-line.ts";
import type { ProgressState } from "../../../progress/progress-state.ts";
import type { CheckOutput } from "../check-output.ts";
import { fitParts } from "./fit-parts.ts";
import { excerpt, prose } from "./markdown.ts";

const LONGEST_WAIT = 300;

/** What a check run says while its run is carried out. `now` is of the clock that `state` was made with. */
export function renderInProgress(state: ProgressState, now: number): CheckOutput {
  return {
    title: progressLine(state, now),
    summary: fitParts([
      `Running for ${formatElapsed(state, now)}.`,
      {
        head: "### Waiting\n",
        rows: waitLines(state, now).map((line) => `- ${prose(excerpt(line, LONGEST_WAIT))}`),
        more: (missing) => `- … and ${missing} more`,
      },
    ]),
  };
}
