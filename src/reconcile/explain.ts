import { CopyError } from "../copy/copy-error.ts";
import { remedyFor } from "./remedy.ts";
import type { ReportedError } from "./report.ts";

/**
 * Puts a failure into words for a report. What is not foreseen is a mistake of this program: its code is `INTERNAL`, and it
 * stops one image like any other failure, not the run.
 */
export function explain(error: unknown): ReportedError {
  if (!(error instanceof CopyError)) {
    const remedy = "This is a mistake of ghcr-mirror: please report it, with the command and this message.";
    return { code: "INTERNAL", side: "destination", message: String(error), remedy };
  }
  const { code, side, message } = error;
  return { code, side, message, remedy: remedyFor(error) };
}
