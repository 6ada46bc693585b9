import type { RunEvent } from "../reconcile/report.ts";

/** How far a run has come. Times in milliseconds of one clock, sizes in bytes. */
export interface ProgressState {
  readonly startedAt: number;
  /** Images that the config means; unknown until the tags are listed. */
  readonly selected: number | undefined;
  /** Images to copy or update; unknown until the plan stands. */
  readonly planned: number | undefined;
  readonly finished: number;
  readonly failed: number;
  readonly expectedBytes: number;
  readonly movedBytes: number;
  /** How much had moved when; oldest first, a few seconds back. */
  readonly samples: readonly Sample[];
  /** The registries that are waited for. */
  readonly waits: ReadonlyMap<string, Wait>;
}

interface Sample {
  readonly at: number;
  readonly bytes: number;
}

interface Wait {
  readonly until: number;
  readonly why: string;
}

/** The rate is that of the last ten seconds: calm enough to read, quick enough to show a stall. */
const WINDOW = 10_000;
const SAMPLE_EVERY = 500;

/** A run that has just started. */
export function startOfRun(now: number): ProgressState {
  return {
    startedAt: now,
    selected: undefined,
    planned: undefined,
    finished: 0,
    failed: 0,
    expectedBytes: 0,
    movedBytes: 0,
    samples: [],
    waits: new Map(),
  };
}

/** The state after `event`. */
export function advance(state: ProgressState, event: RunEvent, now: number): ProgressState {
  switch (event.type) {
    case "unmatched":
      return state;
    case "selected":
      return { ...state, selected: event.images };
    case "planned":
      return { ...state, planned: event.images };
    case "expected":
      return withSample({ ...state, expectedBytes: state.expectedBytes + event.bytes }, now);
    case "moved":
      return withSample({ ...state, movedBytes: state.movedBytes + event.bytes }, now);
    case "waiting": {
      const until = now + event.milliseconds;
      // Many requests wait for one registry at once; the longest wait is the one to show.
      if ((state.waits.get(event.registry)?.until ?? 0) >= until) return state;
      return { ...state, waits: new Map(state.waits).set(event.registry, { until, why: event.why }) };
    }
    case "finished": {
      const failed = state.failed + (event.image.result === "failed" ? 1 : 0);
      return { ...state, finished: state.finished + 1, failed };
    }
  }
}

/** Bytes per second over the last ten seconds; undefined in the first second of the transfer. */
export function transferRate({ samples, movedBytes }: ProgressState, now: number): number | undefined {
  const base = samples.findLast(({ at }) => at <= now - WINDOW) ?? samples[0];
  if (base === undefined || now - base.at < 1000) return undefined;
  return Math.max(0, ((movedBytes - base.bytes) * 1000) / (now - base.at));
}

/** Milliseconds until everything has moved at the present rate; undefined where nobody can tell. */
export function timeLeft(state: ProgressState, now: number): number | undefined {
  const rate = transferRate(state, now);
  const missing = state.expectedBytes - state.movedBytes;
  return rate === undefined || rate < 1 || missing <= 0 ? undefined : (missing * 1000) / rate;
}

function withSample(state: ProgressState, now: number): ProgressState {
  const { samples, movedBytes } = state;
  const newest = samples.at(-1);
  if (newest !== undefined && now - newest.at < SAMPLE_EVERY) return state;
  const start = Math.max(
    0,
    samples.findLastIndex(({ at }) => at <= now - WINDOW),
  );
  return { ...state, samples: [...samples.slice(start), { at: now, bytes: movedBytes }] };
}
