import { NOTABLE_WAIT, progressLine, unmatchedLine, waitLine } from "../../progress/progress-line.ts";
import { advance, type ProgressState, startOfRun } from "../../progress/progress-state.ts";
import type { ImageReport, RunEvent } from "../../reconcile/report.ts";
import { isLeftUndone } from "../../reconcile/verdict.ts";
import { count } from "../../text/count.ts";
import { formatBytes } from "../../text/format-bytes.ts";
import type { Output } from "../output.ts";
import { failureLine, route } from "../render/failures.ts";
import type { Progress } from "./progress.ts";

const LINE_EVERY = 10_000;

/** Lines for a log: the plan, each image as it ends, long waits, and every ten seconds how far the run is. */
export function startSparseProgress(output: Output, now: () => number): Progress {
  let state = startOfRun(now());
  const note = (line: string) => output.write(`${line}\n`);
  const timer = setInterval(() => note(progressLine(state, now())), LINE_EVERY);

  return {
    onEvent: (event) => {
      const before = state;
      state = advance(before, event, now());
      const line = eventLine(event, before, state, now());
      if (line !== undefined) note(line);
    },
    note,
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

function eventLine(
  event: RunEvent,
  before: ProgressState,
  after: ProgressState,
  now: number,
): string | undefined {
  switch (event.type) {
    case "planned":
      return `${count(after.selected ?? 0, "image")}, ${event.images} to copy or update`;
    case "unmatched":
      return unmatchedLine(event.source, event.pattern);
    case "waiting": {
      // The first of many requests that wait for one registry speaks for all.
      const announced = (before.waits.get(event.registry)?.until ?? 0) > now;
      return event.milliseconds < NOTABLE_WAIT || announced
        ? undefined
        : waitLine(event.registry, event.milliseconds, event.why);
    }
    case "finished":
      return `[${after.finished}/${after.planned ?? "?"}] ${imageLine(event.image)}`;
    default:
      return undefined;
  }
}

function imageLine(image: ImageReport): string {
  if (image.result === "failed") return failureLine(image);
  if (isLeftUndone(image)) return `${route(image)}: left undone`;
  return `${route(image)}: ${workOn(image)}, ${formatBytes(image.bytes)}`;
}

function workOn({ action, result }: ImageReport): string {
  if (result === "planned") return action === "update" ? "to update" : "to copy";
  return action === "update" ? "updated" : "copied";
}
