import type { ReportedError } from "./report.ts";

/** The error of an image that was left undone because the run was stopped. Its code is `CANCELED`. */
export const STOPPED: ReportedError = {
  code: "CANCELED",
  side: "destination",
  message: "stopped before it was known to be complete",
  remedy: "Run it again: what has arrived is not moved again.",
};
