import { advance, type ProgressState, startOfRun } from "../../src/progress/progress-state.ts";
import type { RunEvent } from "../../src/reconcile/report.ts";
import { image } from "../cli/reports.ts";

/** The state after events at their times. */
export function stateAfter(...events: (RunEvent & { at?: number })[]): ProgressState {
  return events.reduce((state, { at = 0, ...event }) => advance(state, event, at), startOfRun(0));
}

/** 31 of 143 images are to be copied. */
export const planned: RunEvent[] = [
  { type: "selected", images: 143 },
  { type: "planned", images: 31 },
];
/** One of them is there, after eleven seconds. */
export const halfway = stateAfter(
  ...planned,
  { type: "expected", bytes: 1_800_000_000 },
  { type: "moved", bytes: 0, at: 1000 },
  { type: "moved", bytes: 850_000_000, at: 11_000 },
  { type: "finished", image: image(), at: 11_000 },
);
