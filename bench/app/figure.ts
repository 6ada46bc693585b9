import type { Table } from "./table.ts";

/** One line of the report. */
export interface Figure {
  readonly what: string;
  readonly value: string;
}

/** Something that is measured. */
export interface Measurement {
  readonly name: string;
  /** Measures it, in labs of its own; `tell` says how it goes on. `size`: of how much, where that can be said. */
  readonly measure: (tell: (text: string) => void, size?: number) => Promise<readonly Figure[] | Table>;
}

/** The value below which so many of 100 are. Throws where there are no values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const found = sorted[Math.min(sorted.length - 1, Math.ceil((share / 100) * sorted.length) - 1)];
  if (found === undefined) throw new RangeError("No values, no percentile");
  return found;
}

/** The middle, the late end and the last, in milliseconds. */
export function describeTimes(values: readonly number[]): string {
  const [p50, p99, last] = [50, 99, 100].map((share) => Math.round(percentile(values, share)));
  return `p50 ${p50} ms, p99 ${p99} ms, max ${last} ms`;
}
