import type { WorkflowJob, WorkflowRun } from "../../github/actions.ts";
import type { Obstacle, WorkflowPlace } from "../obstacle.ts";
import { carrierOf } from "./carrier-of.ts";

/** How a run of the workflow ended that has left no result. */
export interface End {
  readonly run: WorkflowRun;
  readonly jobs: readonly WorkflowJob[];
  /** What GitHub remarked on its jobs. */
  readonly remarks: readonly string[];
  /** Why there is no result. */
  readonly missing: readonly string[];
}

/** Why a run of the workflow has brought nothing, as far as can be told. */
export function explainEnd(place: WorkflowPlace, { run, jobs, remarks, missing }: End): Obstacle {
  const common = { place, carrier: carrierOf(place.repository, run) };
  switch (run.conclusion) {
    case "cancelled":
      return { code: "CANCELLED", ...common };
    case "action_required":
      return { code: "WAITS_FOR_APPROVAL", ...common };
    case "startup_failure":
      return { code: "NOT_STARTED", ...common, words: remarks };
    case "timed_out":
      return { code: "TIMED_OUT", ...common };
  }
  if (run.conclusion !== "success" && jobs.every(({ begunSteps }) => begunSteps === 0))
    return { code: "NOT_STARTED", ...common, words: remarks };
  if (jobs.some(({ conclusion }) => conclusion === "timed_out")) return { code: "TIMED_OUT", ...common };
  const words = [...missing, ...remarks];
  return { code: "NO_RESULT", ...common, conclusion: run.conclusion ?? "unknown", words };
}
