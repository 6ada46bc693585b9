import { type Spread, spreadOf } from "../measure/spread.ts";
import type { RequestCounts } from "../registry/request-kind.ts";

/** One run of a tool: its process tree's wall and CPU time, its largest process's memory, and what it asked for. */
export interface Sample {
  readonly seconds: number;
  /** Null where GNU time is missing. */
  readonly cpuSeconds: number | null;
  /** Null where GNU time is missing. */
  readonly peakBytes: number | null;
  readonly requests: { readonly source: RequestCounts; readonly destination: RequestCounts };
}

/** What the rounds of a tool came to. */
export interface ToolResult {
  readonly tool: string;
  /** The setting it was run with. */
  readonly way: string;
  readonly rounds: number;
  readonly seconds: Spread;
  /** Median of user and system time together. */
  readonly cpuSeconds: number | null;
  /** The highest of all rounds. */
  readonly peakBytes: number | null;
  /** Of the last round. */
  readonly requests: Sample["requests"];
}

/** Sums up one or more samples. */
export function summarize(tool: string, way: string, samples: readonly Sample[]): ToolResult {
  const cpu = samples.flatMap(({ cpuSeconds }) => cpuSeconds ?? []);
  const peaks = samples.flatMap(({ peakBytes }) => peakBytes ?? []);
  return {
    tool,
    way,
    rounds: samples.length,
    seconds: spreadOf(samples.map(({ seconds }) => seconds)),
    cpuSeconds: cpu.length === 0 ? null : spreadOf(cpu).median,
    peakBytes: peaks.length === 0 ? null : spreadOf(peaks).max,
    requests: samples.at(-1)?.requests ?? { source: {}, destination: {} },
  };
}
