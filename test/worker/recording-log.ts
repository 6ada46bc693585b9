import type { Log } from "../../src/jobs/log.ts";

/** A log that remembers, level before message. */
export interface RecordingLog extends Log {
  readonly lines: string[];
}

/** Begins empty. */
export function recordingLog(): RecordingLog {
  const lines: string[] = [];
  const at = (level: string) => (_: object, message: string) => void lines.push(`${level} ${message}`);
  return { lines, info: at("info"), warn: at("warn"), error: at("error") };
}
