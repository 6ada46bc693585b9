import type { RunEvent } from "../../reconcile/report.ts";
import type { Output } from "../output.ts";
import { startLiveProgress } from "./live-progress.ts";
import { startSparseProgress } from "./sparse-progress.ts";

/** Shows how a run goes on until it is disposed of; then nothing of what moves is left on the screen. */
export interface Progress extends Disposable {
  readonly onEvent: (event: RunEvent) => void;
  /** Says one line that stays. */
  readonly note: (line: string) => void;
}

/** How, and where to, progress is shown. */
export interface ProgressSettings {
  readonly output: Output;
  readonly now: () => number;
  /** Nothing is wanted. */
  readonly quiet: boolean;
  /** The terminal cannot move its cursor. */
  readonly dumbTerminal: boolean;
}

/** A bar on a terminal, lines now and then elsewhere, nothing where quiet is wanted. */
export function startProgress({ output, now, quiet, dumbTerminal }: ProgressSettings): Progress {
  if (quiet) return silence;
  return output.isTTY && !dumbTerminal ? startLiveProgress(output, now) : startSparseProgress(output, now);
}

const silence: Progress = { onEvent: () => {}, note: () => {}, [Symbol.dispose]: () => {} };
