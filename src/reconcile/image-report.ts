import type { Outcome } from "../copy/copier.ts";
import type { PullsSpentError } from "../copy/pull-gate.ts";
import { formatReference } from "../oci/reference.ts";
import type { TagFacts } from "../oci/tag-facts.ts";
import type { PlannedImage } from "../plan/plan.ts";
import type { ImageReport, ReportedError, Result } from "./report.ts";
import { STOPPED } from "./stopped.ts";
import { WAITS_FOR_PULLS } from "./waits-of.ts";

/** The report of an image with which nothing has been done. */
export function plannedReport(planned: PlannedImage): ImageReport {
  const { desired, action, reason, sourceDigest, digest, previousDigest } = planned;
  const { bytes, platforms, isKept, isVanished, isDrifted, isBelieved, until, problem } = planned;
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
    ...(isVanished && { isVanished }),
    ...(isDrifted && { isDrifted }),
    ...(isBelieved && { isBelieved }),
    ...(until !== undefined && { until: new Date(until).toISOString() }),
    ...(problem && { error: problem }),
  };
}

/** The report of an image that was copied. */
export function copiedReport(planned: PlannedImage, { digest, moved, platforms }: Outcome): ImageReport {
  const { backup } = planned;
  return {
    ...plannedReport(planned),
    ...{ result: "done", digest, bytes: moved, platforms },
    ...(backup && { backup: formatReference(backup) }),
  };
}

/** The report of an image that waits for pulls. `facts`: what its source's list of tags said of it. */
export function deferredReport(
  planned: PlannedImage,
  { until, message }: PullsSpentError,
  facts: TagFacts | undefined,
): ImageReport {
  const { previousDigest } = planned;
  const reason = `${WAITS_FOR_PULLS}${message}`;
  const { error, ...report } = plannedReport({ ...planned, digest: previousDigest, bytes: 0, reason });
  return {
    ...report,
    result: "deferred",
    ...(until !== undefined && { until: new Date(until).toISOString() }),
    ...(facts?.manifests !== undefined && { pulls: facts.manifests }),
  };
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
  if (action === "blocked" || action === "up-to-date" || action === "wait") return "skipped";
  if (problem === STOPPED) return "skipped";
  return problem ? "failed" : "planned";
}
