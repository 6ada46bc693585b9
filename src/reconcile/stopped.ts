import type { ReportedError } from "./report.ts";

/** The error of an image that was left undone because the run was stopped. Its code is `CANCELED`. */
export const STOPPED: ReportedError = {
  code: "CANCELED",
  side: "destination",
  message: "stopped before it was complete; the destination's tag is what it was before",
  remedy: "Run it again: what has arrived is not moved again.",
};
