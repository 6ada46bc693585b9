import type { Output } from "../../src/cli/output.ts";

/** A stream that keeps what is written to it. */
export interface Recorder extends Output {
  readonly text: () => string;
  /** Each write by itself. */
  readonly writes: readonly string[];
}

/** A pipe, or with `columns` a terminal of that width. */
export function recorder(columns?: number): Recorder {
  const writes: string[] = [];
  return {
    write: (text) => writes.push(text),
    ...(columns === undefined ? {} : { isTTY: true, columns }),
    text: () => writes.join(""),
    writes,
  };
}
