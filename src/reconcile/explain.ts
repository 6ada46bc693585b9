import { CopyError } from "../copy/copy-error.ts";
import { remedyFor } from "./remedy.ts";
import type { ReportedError } from "./report.ts";

/** Puts a failure into words for a report. What is not foreseen is a mistake of this program and is thrown on. */
export function explain(error: unknown): ReportedError {
  if (!(error instanceof CopyError)) throw error;
  const { code, side, message } = error;
  return { code, side, message, remedy: remedyFor(error) };
}
