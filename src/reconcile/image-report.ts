import type { Outcome } from "../copy/copier.ts";
import { formatReference } from "../oci/reference.ts";
import type { PlannedImage } from "../plan/plan.ts";
import type { ImageReport, ReportedError, Result } from "./report.ts";
import { STOPPED } from "./stopped.ts";

/** The report of an image with which nothing has been done. */
export function plannedReport(planned: PlannedImage): ImageReport {
  const { desired, action, reason, sourceDigest, digest, previousDigest } = planned;
  const { bytes, platforms, isKept, problem } = planned;
  return {
    source: formatReference(desired.source),
    destination: formatReference(desired.destination),
    action,
    result: resultOf(planned),
    sourceDigest,
    digest,
    previousDigest,
    platforms,
    bytes,
    reason,
    line: desired.entry.position.line,
    ...(isKept && { isKept }),
    ...(problem && { error: problem }),
  };
}

/** The report of an image that was copied. */
export function copiedReport(planned: PlannedImage, { digest, moved, platforms }: Outcome): ImageReport {
  return { ...plannedReport(planned), result: "done", digest, bytes: moved, platforms };
}

/** The report of an image with which something went wrong, or which the end of the run left undone. */
export function failedReport(planned: PlannedImage, error: ReportedError): ImageReport {
  const { previousDigest } = planned;
  return plannedReport({
    ...planned,
    digest: previousDigest,
    bytes: 0,
    problem: error,
    reason: error.message,
  });
}

function resultOf({ action, problem }: PlannedImage): Result {
  if (action === "blocked" || action === "up-to-date" || problem === STOPPED) return "skipped";
  return problem ? "failed" : "planned";
}
